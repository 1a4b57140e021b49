// The worker in which SQLite runs: it answers one message at a time, and never fetches.
import { ask, open, start } from "./engine.js";

let ready;
const started = new Promise(resolve => { ready = resolve; });
const opened = new Map(), released = new Map();
const kinds = {
  async start({ wasm }) { ready(await start(wasm)); },
  async open({ name, bytes }) { opened.set(name, open(await started, bytes)); },
  async ask({ name, sql, parameters, seconds }) {
    return ask(await started, opened.get(name), sql, parameters, seconds);
  },
  async release({ version, files }) {
    const { databases } = await import("./citation.js");
    released.set(version, databases(await started, files));
  },
  async cite({ version, sql }) {
    const { cited } = await import("./citation.js");
    return cited(released.get(version), sql);
  },
};

self.addEventListener("message", async ({ data: { id, kind, ...task } }) => {
  try {
    self.postMessage({ id, value: await kinds[kind](task) });
  } catch (error) {
    self.postMessage({ id, error: { message: error.message, isRefused: error.name === "Refused" } });
  }
});
