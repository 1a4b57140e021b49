// The page that verifies a release: it begins when it is opened, and ends in a verdict.
import { read, write } from "./address.js";
import { Unreached, edition, fetched } from "./edition.js";
import { at, go, made, offer, progress, say, status, wrong } from "./page.js";
import { verify } from "./verification.js";

let turn = 0;

async function begin() {
  if (!globalThis.crypto?.subtle) return wrong(say("tab_insecure"));
  try {
    const { releases } = await edition();
    if (!releases.length) return wrong(say("tab_no_release"));
    offer(releases);
    return follow();
  } catch (error) {
    return wrong(say("tab_unreached", { path: error.path ?? error.message }));
  }
}

async function follow() {
  const own = turn += 1, known = await edition();
  const asked = read(location);
  const version = asked.release || known.releases.at(-1).version;
  wrong();
  at("verdict").replaceChildren();
  delete at("verdict").dataset.verdict;
  if (!known.releases.some(release => release.version === version)) {
    return wrong(say("tab_no_such_release", { version }));
  }
  at("release").value = version;
  try {
    const found = await verify(known, version, path => fetched(path, { cache: "no-store" }), (count, all) => {
      if (own !== turn) return;
      status(say("tab_files_read", { count, all }));
      progress(count / all);
    });
    if (own === turn) show(version, found, asked.sha256?.toLowerCase());
  } catch (error) {
    if (own !== turn) return undefined;
    progress(1);
    status("");
    if (!(error instanceof Unreached)) throw error;
    wrong(say("tab_unreached", { path: error.path }));
  }
  return undefined;
}

function show(version, { findings, manifest, sha256, signature }, expected) {
  progress(1);
  status("");
  const all = findings.map(([word, values]) => say(`tab_f_${word}`, values));
  if (manifest && expected && expected !== sha256) all.push(say("tab_f_expected", { sha256, expected }));
  const isWhole = manifest && !all.length;
  const verdict = at("verdict");
  if (isWhole) {
    const count = manifest.files.length;
    verdict.replaceChildren(
      made("h2", {}, say("tab_whole", { name: manifest.name, version })),
      made("p", {}, say("tab_agrees", { count })),
      made("p", {}, say(expected ? "tab_expected" : "tab_itself")),
      made("p", {}, say(`tab_signed_${signature?.state ?? "not"}`)),
      made("dl", { class: "pairs" },
        pair(say("tab_manifest"), sha256), pair("data/", manifest.swhid),
        ...signature ? [pair(say("tab_key"), signature.key)] : []),
    );
  } else {
    verdict.replaceChildren(
      made("h2", {}, say(all.length === 1 ? "tab_broken_one" : "tab_broken", { version, count: all.length })),
      made("ul", {}, ...all.map(text => made("li", {}, text))),
      made("p", {}, say("tab_broken_next")),
    );
  }
  verdict.dataset.verdict = isWhole ? "whole" : "broken";
}

const pair = (term, value) => made("div", {}, made("dt", {}, term), made("dd", {}, made("code", {}, value)));

at("ask").addEventListener("submit", event => {
  event.preventDefault();
  go(write({ release: at("release").value }), follow);
});
window.addEventListener("hashchange", follow);
begin();
