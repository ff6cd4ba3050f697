// Keeps what is typed into a form on the server while it is typed. Without this script the form works all the same.

import { renewToken, send, typed, words } from "./draft_requests.js";

const PAUSE = 3000;
const RETRY = 15000;

class Keeper {
  constructor(line) {
    this.line = line;
    this.form = line.closest("form");
    this.url = line.dataset.draft;
    this.kept = words(typed(this.form));
    this.timer = 0;
    this.request = new AbortController();
    this.done = false;
    this.renewed = false;
    for (const kind of ["input", "change"]) this.form.addEventListener(kind, () => this.later(PAUSE));
    this.form.addEventListener("submit", () => this.stop());
    document.addEventListener("visibilitychange", () => document.hidden && this.keep(true));
    window.addEventListener("pageshow", () => { this.done = false; });
  }

  say(text, signedOut = false) {
    this.line.querySelector("[data-draft-text]").textContent = text;
    this.line.querySelector("[data-draft-sign-in]").hidden = !signedOut;
  }

  later(wait) {
    if (!this.timer && !this.done) this.timer = setTimeout(() => this.keep(), wait);
  }

  rest() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.request.abort();
  }

  stop() {
    this.done = true;
    this.rest();
  }

  async keep(leaving = false) {
    this.rest();
    const fields = typed(this.form);
    if (this.done || words(fields) === this.kept) return;
    this.request = new AbortController();
    try {
      await this.answer(await send(this.url, fields, this.request.signal, leaving), fields);
    } catch (error) {
      if (error.name !== "AbortError") this.tryAgain(this.line.dataset.failed);
    }
  }

  async answer(response, fields) {
    if (response.ok) {
      this.kept = words(fields);
      this.renewed = false;
      this.say(this.line.dataset.saved.replace("{time}", (await response.json()).saved_at));
    } else if (response.status === 422) this.say((await response.json()).reason);
    else if (response.status === 409) this.stop();
    else if (response.type === "opaqueredirect") this.tryAgain(this.line.dataset.lost, true);
    else if (response.status === 400 && !this.renewed) {
      this.renewed = await renewToken(this.url);
      if (this.renewed) this.later(0);
      else this.tryAgain(this.line.dataset.lost, true);
    } else this.tryAgain(this.line.dataset.failed);
  }

  tryAgain(text, signedOut = false) {
    this.say(text, signedOut);
    this.later(RETRY);
  }
}

for (const line of document.querySelectorAll("[data-draft]")) new Keeper(line);
