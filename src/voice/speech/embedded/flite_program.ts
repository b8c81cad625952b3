import {type CompiledModule, webAssembly} from "./web_assembly.ts";

/** Sound as flite writes it. */
export interface Wave {
  samples: Int16Array;
  rate: number;
}

const ERRNO = {ok: 0, badFile: 8, noEntry: 44} as const;
const PREOPENED = 3;
const OUTPUT = 4;
const FOLDER = "/o";

class Exit extends Error {}

/**
 * Runs flite, compiled for WASI, once per text. It sees its arguments and one file in memory that it may write: no folder, no
 * environment, no network. An instance is made ready before it is needed, which is a third of the time that a short text takes.
 */
export function fliteProgram(module: CompiledModule): (args: readonly string[]) => Wave {
  let ready: Instance | undefined = instantiate(module);
  return (args) => {
    const one = ready ?? instantiate(module);
    // What has run, or failed, is never used again: flite's main does not clean up behind itself.
    ready = undefined;
    try {
      return waveOf(one.run(["flite", ...args, "-o", `${FOLDER}/a`]));
    } finally {
      setImmediate(() => {
        ready ??= instantiate(module);
      });
    }
  };
}

interface Instance {
  run(args: readonly string[]): Uint8Array;
}

function instantiate(module: CompiledModule): Instance {
  let args: Uint8Array[] = [];
  let output = new Uint8Array(1 << 16);
  let at = 0;
  let length = 0;
  let memory: {readonly buffer: ArrayBuffer};
  const view = (): DataView => new DataView(memory.buffer);
  const bytes = (): Uint8Array => new Uint8Array(memory.buffer);

  const write = (part: Uint8Array): void => {
    if (at + part.length > output.length) {
      const larger = new Uint8Array(2 * (at + part.length));
      larger.set(output);
      output = larger;
    }
    output.set(part, at);
    at += part.length;
    length = Math.max(length, at);
  };

  const imports = {
    args_sizes_get(count: number, size: number) {
      view().setUint32(count, args.length, true);
      view().setUint32(
        size,
        args.reduce((sum, one) => sum + one.length, 0),
        true,
      );
      return ERRNO.ok;
    },
    args_get(pointers: number, buffer: number) {
      let to = buffer;
      args.forEach((one, index) => {
        view().setUint32(pointers + 4 * index, to, true);
        bytes().set(one, to);
        to += one.length;
      });
      return ERRNO.ok;
    },
    clock_time_get(_clock: number, _precision: bigint, to: number) {
      view().setBigUint64(to, 0n, true);
      return ERRNO.ok;
    },
    fd_close: () => ERRNO.ok,
    fd_fdstat_set_flags: () => ERRNO.ok,
    fd_fdstat_get(fd: number, to: number) {
      if (fd > OUTPUT) return ERRNO.badFile;
      bytes().fill(0, to, to + 24);
      view().setUint8(to, fd === PREOPENED ? 3 : fd === OUTPUT ? 4 : 2);
      view().setBigUint64(to + 8, 0xffffffffn, true);
      view().setBigUint64(to + 16, 0xffffffffn, true);
      return ERRNO.ok;
    },
    fd_prestat_get(fd: number, to: number) {
      if (fd !== PREOPENED) return ERRNO.badFile;
      view().setUint32(to, 0, true);
      view().setUint32(to + 4, FOLDER.length, true);
      return ERRNO.ok;
    },
    fd_prestat_dir_name(fd: number, to: number, room: number) {
      if (fd !== PREOPENED) return ERRNO.badFile;
      bytes().set(new TextEncoder().encode(FOLDER).subarray(0, room), to);
      return ERRNO.ok;
    },
    path_open(
      _folder: number,
      _look: number,
      path: number,
      pathLength: number,
      _flags: number,
      _rights: bigint,
      _inherited: bigint,
      _fdFlags: number,
      to: number,
    ) {
      const name = new TextDecoder().decode(bytes().slice(path, path + pathLength));
      if (name !== "a") return ERRNO.noEntry;
      view().setUint32(to, OUTPUT, true);
      return ERRNO.ok;
    },
    fd_read(_fd: number, _vectors: number, _count: number, read: number) {
      view().setUint32(read, 0, true);
      return ERRNO.ok;
    },
    fd_seek(fd: number, offset: bigint, whence: number, to: number) {
      if (fd !== OUTPUT) return ERRNO.badFile;
      at = Math.max(0, Number(offset) + (whence === 1 ? at : whence === 2 ? length : 0));
      view().setBigUint64(to, BigInt(at), true);
      return ERRNO.ok;
    },
    fd_write(fd: number, vectors: number, count: number, written: number) {
      let sum = 0;
      for (let index = 0; index < count; index++) {
        const from = view().getUint32(vectors + 8 * index, true);
        const size = view().getUint32(vectors + 8 * index + 4, true);
        if (fd === OUTPUT) write(bytes().subarray(from, from + size));
        sum += size;
      }
      view().setUint32(written, sum, true);
      return ERRNO.ok;
    },
    proc_exit(status: number) {
      throw new Exit(String(status));
    },
  };

  const instance = new webAssembly.Instance(module, {wasi_snapshot_preview1: imports});
  memory = instance.exports.memory;
  return {
    run(given) {
      args = given.map((one) => new TextEncoder().encode(`${one}\0`));
      try {
        instance.exports._start();
      } catch (error) {
        if (!(error instanceof Exit) || error.message !== "0") throw error;
      }
      return output.subarray(0, length);
    },
  };
}

/** The sound of a RIFF file; none where flite had nothing to say. */
function waveOf(file: Uint8Array): Wave {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let rate = 16_000;
  for (let at = 12; at + 8 <= file.length; ) {
    const kind = String.fromCharCode(...file.subarray(at, at + 4));
    const size = view.getUint32(at + 4, true);
    if (kind === "fmt ") rate = view.getUint32(at + 12, true);
    if (kind === "data") {
      const start = file.byteOffset + at + 8;
      const end = start + Math.min(size, file.length - at - 8);
      return {samples: new Int16Array(file.buffer.slice(start, end - ((end - start) % 2))), rate};
    }
    at += 8 + size + (size % 2);
  }
  return {samples: new Int16Array(0), rate};
}
