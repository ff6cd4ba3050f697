// What a form says to the server about its draft.

/** What is typed, without files; the idempotency key goes under another name, so that it stays unused. */
export function typed(form) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") fields.append(name === "idempotency_key" ? "submission" : name, value);
  }
  return fields;
}

/** Only the words, to see whether there is anything new to keep. */
export function words(fields) {
  return [...fields].filter(([name]) => name !== "csrf_token").join("\n");
}

/** Send the draft; a redirect is not followed: it says that the session is over. */
export function send(url, fields, signal, leaving) {
  return fetch(url, { method: "POST", body: fields, redirect: "manual", keepalive: leaving, signal });
}

/** After a new sign-in in another window the page's token is an old one: take a fresh one. False: still signed out. */
export async function renewToken(url) {
  const response = await fetch(url, { redirect: "manual" });
  if (!response.ok) return false;
  const { csrf_token: token } = await response.json();
  for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = token;
  return true;
}
