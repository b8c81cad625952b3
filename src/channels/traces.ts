import type {Span, Tracer} from "@opentelemetry/api";

/** Traces that are being sent. */
export interface Traces {
  /** Sends what is not sent yet, and ends. */
  close(): Promise<void>;
}

type Attributes = Readonly<Record<string, string | number | boolean>>;
interface Active {
  tracer: Tracer;
  api: typeof import("@opentelemetry/api");
}

let active: Active | undefined;

/**
 * Sends traces to an OTLP collector, where OTEL_EXPORTER_OTLP_ENDPOINT (or OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) names one; else
 * nothing of OpenTelemetry is loaded. OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES, OTEL_TRACES_SAMPLER and the exporter's own
 * variables count as its documentation says. One for a process.
 */
export async function openTraces(environment: NodeJS.ProcessEnv = process.env): Promise<Traces | undefined> {
  const {OTEL_EXPORTER_OTLP_ENDPOINT: all, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces} = environment;
  if (!all && !traces) return undefined;
  const [api, {BatchSpanProcessor, NodeTracerProvider}, {OTLPTraceExporter}, resources] = await Promise.all([
    import("@opentelemetry/api"),
    import("@opentelemetry/sdk-trace-node"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/resources"),
  ]);
  const told = resources.detectResources({detectors: [resources.envDetector]});
  const provider = new NodeTracerProvider({
    resource: resources.resourceFromAttributes({"service.name": "tabletalk"}).merge(told),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  active = {tracer: provider.getTracer("tabletalk"), api};
  return {
    async close() {
      active = undefined;
      await provider.shutdown();
      api.trace.disable();
      api.context.disable();
      api.propagation.disable();
    },
  };
}

/**
 * Does work within a span; where nobody traces, it just does it. `parent`: the headers of a request that may name one. What is
 * learnt on the way is told by `note`. Never texts or data of people.
 */
export async function traced<T>(
  name: string,
  attributes: Attributes,
  work: (note: (attributes: Attributes) => void) => Promise<T>,
  parent?: Readonly<Record<string, string>>,
): Promise<T> {
  if (!active) return work(() => {});
  const {tracer, api} = active;
  const {SpanKind, SpanStatusCode, context, propagation} = api;
  const around = parent ? propagation.extract(context.active(), parent) : context.active();
  const options = {attributes, kind: parent ? SpanKind.SERVER : SpanKind.INTERNAL};
  return tracer.startActiveSpan(name, options, around, async (span: Span) => {
    try {
      return await work((more) => span.setAttributes(more));
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "internal";
      span.setStatus({code: SpanStatusCode.ERROR, message: code});
      throw error;
    } finally {
      span.end();
    }
  });
}
