// What every page that works in the tab shares: its words, and its elements by their ids.

/** What the page was made with. */
export const about = JSON.parse(document.getElementById("tab").textContent);

/** A fixed word of the page, with what is in its braces. */
export function say(key, values = {}) {
  return about.words[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** What an error means to readers: the word that it has, or its message. */
export const explained = error => error.word ? say(error.word, error) : error.message;

/** The element with the id. */
export const at = id => document.getElementById(id);

/** A new element with a text, attributes, or children. */
export function made(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Say where things are, for those who see and those who hear the page. */
export function status(text) { at("status").textContent = text; }

/** Show the share of what is being loaded; all of it is nothing to show. */
export function progress(share) {
  at("progress").hidden = share >= 1;
  at("progress").value = share;
}

/** Show what went wrong, or nothing. */
export function wrong(text = "") {
  at("wrong").textContent = text;
  at("wrong").hidden = !text;
}

/** Offer each of the releases, the newest first. */
export function offer(releases) {
  at("release").append(...[...releases].reverse().map(({ version }) => made("option", { value: version }, version)));
}

/** Go to a part of this page; `follow` goes again to the one that is shown. */
export function go(address, follow) {
  if (address === location.hash) follow();
  else location.hash = address;
}
