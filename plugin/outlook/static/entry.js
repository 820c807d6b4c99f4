/* Who is there: a token from Outlook itself where it gives one, else by a window in which one signs in. Kept in memory, and
   for this tab in storage that is the pane's alone; never in the address.
   https://learn.microsoft.com/office/dev/add-ins/develop/dialog-api-in-office-add-ins */
var kanelbulle = kanelbulle || {};
(() => {
  "use strict";

  const { told, isNested, bySilence, byPress, SignInNeeded } = kanelbulle;
  const EARLY = 60_000; // milliseconds before its end a token is not used any more

  let held = null; // {token, until}

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

  const keep = (one) => {
    held = one;
    return one.token;
  };

  /* The token to show; `anew` where the last one was refused. Throws SignInNeeded where somebody has to press something. */
  const token = async (anew = false) => {
    if (anew) {
      held = null;
      stored(null);
    }
    held = held || stored();
    if (held && held.until - EARLY > Date.now()) return held.token;
    return keep(await bySilence(anew));
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
    keep({ token: given, until: Date.now() + seconds * 1000 });
    stored(held);
    return given;
  };

  /* After a press: windows may be opened. `anew`: the calendar itself has to be connected, at our own page. */
  const signIn = async (anew = false) => {
    if (isNested() && !anew) {
      try {
        return keep(await byPress());
      } catch {
        /* a window of our own, then */
      }
    }
    return byWindow(anew);
  };

  Object.assign(kanelbulle, { token, signIn, openWindow: open });
})();
