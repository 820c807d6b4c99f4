/* A token from Outlook itself, where it gives one (nested app authentication).
   https://learn.microsoft.com/office/dev/add-ins/develop/enable-nested-app-authentication-in-your-add-in

   This file, item.js and events.js also run in classic Outlook on Windows: without a page, and in an engine that may know no
   more than ECMAScript 2016. One word of a later year, and nothing of them runs there. */
var kanelbulle = kanelbulle || {};
(() => {
  "use strict";

  // Where there is no page the settings stand before the scripts.
  const told = kanelbulle.told || document.body.dataset;
  const LASTS = 300000; // milliseconds, where it is not told how long

  let client = null;

  class SignInNeeded extends Error {}

  const isNested = () => Boolean(told.client) && Boolean(Office.context.requirements) && Office.context.requirements.isSetSupported("NestedAppAuth", "1.1");

  const load = (source) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = source;
      script.onload = resolve;
      script.onerror = () => reject(new Error("a script was not to be had"));
      document.head.append(script);
    });

  const connect = () => {
    if (client) return Promise.resolve(client);
    return (typeof msal === "undefined" ? load(told.msal) : Promise.resolve())
      .then(() => msal.createNestablePublicClientApplication({ auth: { clientId: told.client, authority: told.authority } }))
      .then((made) => (client = made));
  };

  const granted = (answer) => ({ token: answer.accessToken, until: answer.expiresOn ? answer.expiresOn.getTime() : Date.now() + LASTS });

  const askSilently = (anew) => {
    if (!isNested()) throw new SignInNeeded();
    const { userProfile } = Office.context.mailbox;
    const wanted = { scopes: [told.scope], forceRefresh: anew, loginHint: userProfile ? userProfile.emailAddress : undefined };
    return connect().then((made) => made.acquireTokenSilent(wanted));
  };

  const needSignIn = () => {
    throw new SignInNeeded();
  };

  /* {token, until}, without a question to anybody; `anew` where the last one was refused. SignInNeeded where Outlook gives none so. */
  const bySilence = (anew) => Promise.resolve(anew).then(askSilently).then(granted).catch(needSignIn);

  /* The same, after a press: Outlook may open a window. */
  const byPress = () => connect().then((made) => made.acquireTokenPopup({ scopes: [told.scope] })).then(granted);

  /* What stands alone has no other token than this one, and Outlook remembers it. */
  const token = () => bySilence(false).then((one) => one.token);

  Object.assign(kanelbulle, { told, token, isNested, bySilence, byPress, SignInNeeded });
})();
