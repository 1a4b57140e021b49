// The databases of the edition, asked in a worker that is started when it is first needed.
import { decode } from "./bytes.js";
import { asked, fetched, stated } from "./edition.js";
import { DESCRIPTOR, filesOf } from "./release_files.js";

const WASM = "static/sqlite-wasm/sqlite3.wasm", WASM_BYTES = 880_000;
// About as much as the tables of a release.
const RELEASE_BYTES = 500_000;

/** The statement was stopped by its reader. */
export class Stopped extends Error {}

/** A query that cannot be cited; the message says why. */
export class Refused extends Error {}

export class Database {
  #worker; #ready; #next = 0; #waiting = new Map(); #held = new Map(); #progress;

  /** `progress` is told the share of what is to be loaded that has come, 1 at the end. */
  constructor(progress = () => {}) { this.#progress = progress; }

  /** What a statement gives over a release, or over the newest database without one. */
  async ask(version, sql, parameters, seconds) {
    const name = version ?? "";
    await this.#have(`database ${name}`, async part => {
      const release = await asked(version);
      if (!release) throw new Error(`there is no release ${version}`);
      return [release.bytes, stated(release, part)];
    }, bytes => this.#tell("open", { name, bytes }));
    return this.#tell("ask", { name, sql, parameters, seconds });
  }

  /** What a cited query gives over the files of a release, and its hash. Throws Refused. */
  async cite(version, sql) {
    await this.#have(`release ${version}`, async part => {
      if (!await asked(version)) throw new Refused(`there is no release ${version}`);
      return [RELEASE_BYTES, this.#filesOf(version, part)];
    }, files => this.#tell("release", { version, files }));
    return this.#tell("cite", { version, sql });
  }

  /** End the statement that runs; what was loaded is kept for the next. */
  stop() { this.#end(new Stopped()); }

  #end(reason) {
    this.#worker?.terminate();
    this.#worker = this.#ready = undefined;
    for (const held of this.#held.values()) held.given = undefined;
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }

  #load(name, load) {
    const held = this.#held.get(name) ?? {};
    this.#held.set(name, held);
    held.loaded ??= this.#counted(load).catch(error => { held.loaded = undefined; throw error; });
    return held;
  }

  /** Load something once, and give it to each worker once. */
  async #have(name, load, give) {
    const held = this.#load(name, load);
    const [content] = await Promise.all([held.loaded, this.#started()]);
    held.given ??= give(content).catch(error => { held.given = undefined; throw error; });
    await held.given;
  }

  #started() {
    if (this.#ready) return this.#ready;
    const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    this.#worker = worker;
    const broken = new Promise((_, reject) => {
      worker.addEventListener("error", event => {
        const error = new Error(event.message || "SQLite has ended");
        reject(error);
        if (this.#worker === worker) this.#end(error);
      });
    });
    worker.addEventListener("message", ({ data: { id, value, error } }) => {
      const { resolve, reject } = this.#waiting.get(id) ?? {};
      this.#waiting.delete(id);
      if (!error) resolve?.(value);
      else reject?.(error.isRefused ? new Refused(error.message) : new Error(error.message));
    });
    const { loaded } = this.#load(WASM, part => [WASM_BYTES, fetched(WASM, { onPart: part })]);
    this.#ready = Promise.race([loaded.then(wasm => this.#tell("start", { wasm })), broken]);
    this.#ready.catch(() => { if (this.#worker === worker) this.stop(); });
    return this.#ready;
  }

  #tell(kind, task) {
    if (!this.#worker) return Promise.reject(new Stopped());
    const id = this.#next += 1;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, kind, ...task });
    });
  }

  // What is being loaded: bytes that have come, and bytes in all.
  #parts = new Set();

  async #counted(load) {
    const part = { come: 0, all: 0 };
    this.#parts.add(part);
    const told = () => {
      const sum = name => [...this.#parts].reduce((total, one) => total + one[name], 0);
      this.#progress(Math.min(1, sum("come") / Math.max(1, sum("all"))));
    };
    const [all, coming] = await load(come => { part.come = come; told(); });
    part.all = all;
    const content = await coming;
    part.come = part.all;
    told();
    return content;
  }

  async #filesOf(version, part) {
    const files = new Map();
    let come = 0;
    const get = async path => {
      const bytes = await fetched(`releases/${version}/${path}`);
      part(come += bytes.length);
      files.set(path, bytes);
      return bytes;
    };
    const descriptor = JSON.parse(decode(await get(DESCRIPTOR)));
    await Promise.all(filesOf(descriptor).map(get));
    return files;
  }
}
