/* Who is there: a token from Outlook itself where it gives one (nested app authentication), else by a window in which one
   signs in. Kept in memory, and for this tab in storage that is the pane's alone; never in the address.
   https://learn.microsoft.com/office/dev/add-ins/develop/enable-nested-app-authentication-in-your-add-in */
(() => {
  "use strict";

  // Where there is no page, in the runtime of Outlook on Windows, the settings stand before the scripts.
  const told = (window.kanelbulle && window.kanelbulle.told) || document.body.dataset;
  const EARLY = 60_000; // milliseconds before its end a token is not used any more

  let held = null; // {token, until}
  let client = null;

  class SignInNeeded extends Error {}

  const isNested = () => Boolean(told.client) && Boolean(Office.context.requirements) && Office.context.requirements.isSetSupported("NestedAppAuth", "1.1");

  const key = () => `${Office.context.partitionKey || ""}kanelbulle`;
  const stored = (value) => {
    try {
      if (value === undefined) return JSON.parse(sessionStorage.getItem(key()) || "null");
      if (value === null) sessionStorage.removeItem(key());
      else sessionStorage.setItem(key(), JSON.stringify(value));
    } catch {
      /* storage is closed to frames here: memory will do */
    }
    return null;
  };

  const load = (source) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = source;
      script.onload = resolve;
      script.onerror = () => reject(new Error("a script was not to be had"));
      document.head.append(script);
    });

  const nested = async () => {
    if (client) return client;
    if (!window.msal) await load(told.msal);
    client = await msal.createNestablePublicClientApplication({ auth: { clientId: told.client, authority: told.authority } });
    return client;
  };

  const keep = (token, until) => {
    held = { token, until };
    return token;
  };

  const bySilence = async (anew) => {
    try {
      const { userProfile } = Office.context.mailbox;
      const account = { scopes: [told.scope], forceRefresh: anew, loginHint: userProfile ? userProfile.emailAddress : undefined };
      const answer = await (await nested()).acquireTokenSilent(account);
      return keep(answer.accessToken, answer.expiresOn ? answer.expiresOn.getTime() : Date.now() + 300_000);
    } catch {
      throw new SignInNeeded();
    }
  };

  /* The token to show; `anew` where the last one was refused. Throws SignInNeeded where somebody has to press something. */
  const token = async (anew = false) => {
    if (anew) {
      held = null;
      stored(null);
    }
    held = held || stored();
    if (held && held.until - EARLY > Date.now()) return held.token;
    if (isNested()) return bySilence(anew);
    throw new SignInNeeded();
  };

  const written = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const random = () => written(crypto.getRandomValues(new Uint8Array(32)));
  const challenge = async (verifier) => written(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));

  /* A window of our own beside Outlook; what it says when it is done. Only ever after a press, so nobody is asked again. */
  const open = (path) =>
    new Promise((resolve, reject) => {
      Office.context.ui.displayDialogAsync(new URL(path, location.origin).href, { height: 70, width: 35, promptBeforeOpen: false }, (answer) => {
        if (answer.status !== "succeeded") return reject(Object.assign(new Error("no window"), { code: answer.error && answer.error.code }));
        const dialog = answer.value;
        dialog.addEventHandler(Office.EventType.DialogMessageReceived, (event) => {
          dialog.close();
          resolve(event.message);
        });
        dialog.addEventHandler(Office.EventType.DialogEventReceived, (event) => reject(Object.assign(new Error("closed"), { code: event.error })));
      });
    });

  const byWindow = async (anew) => {
    const verifier = random();
    const code = await open(`${told.here}/signin?challenge=${await challenge(verifier)}${anew ? "&anew=yes" : ""}`);
    const answer = await fetch(`${told.here}/token`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code, verifier }),
      credentials: "omit",
    });
    if (!answer.ok) throw new SignInNeeded();
    const { token: given, seconds } = await answer.json();
    keep(given, Date.now() + seconds * 1000);
    stored(held);
    return given;
  };

  /* After a press: windows may be opened. `anew`: the calendar itself has to be connected, at our own page. */
  const signIn = async (anew = false) => {
    if (isNested() && !anew) {
      try {
        const answer = await (await nested()).acquireTokenPopup({ scopes: [told.scope] });
        return keep(answer.accessToken, answer.expiresOn ? answer.expiresOn.getTime() : Date.now() + 300_000);
      } catch {
        /* a window of our own, then */
      }
    }
    return byWindow(anew);
  };

  window.kanelbulle = Object.assign(window.kanelbulle || {}, { told, token, signIn, openWindow: open, SignInNeeded });
})();
