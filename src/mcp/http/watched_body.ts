/**
 * The same response, whose end is told: all of it was read, or its client went away, which ends its stream at once and not
 * with the next thing that would have been written.
 */
export function watchedBody(response: Response, signal: AbortSignal, ended: () => void): Response {
  const {body, status, headers} = response;
  let isOver = false;
  const over = () => {
    if (isOver) return;
    isOver = true;
    signal.removeEventListener("abort", gone);
    ended();
  };
  const reader = body?.getReader();
  function gone() {
    over();
    reader?.cancel().catch(() => {});
  }
  if (!reader) {
    over();
    return response;
  }
  signal.addEventListener("abort", gone);
  if (signal.aborted) gone();
  const watched = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const {done, value} = await reader.read();
          if (!done) return controller.enqueue(value);
          over();
          controller.close();
        } catch (error) {
          over();
          controller.error(error);
        }
      },
      cancel: gone,
    },
    {highWaterMark: 0},
  );
  return new Response(watched, {status, headers});
}
