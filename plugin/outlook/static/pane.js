/* The pane: asks for what the open item's relation is, and shows the answer. Everything said and drawn comes ready from the
   server; here it is only put in its place. */
(() => {
  "use strict";

  const { readItem, told, token, SignInNeeded } = window.kanelbulle;
  const pane = document.getElementById("pane");
  const PATIENCE = 20_000, SOON = 400; // milliseconds

  let turn = 0; // of the last question: older answers come too late
  let item = { kind: "none" };
  let again = 0;
  let begun = false;

  class Refused extends Error {
    constructor(status) {
      super(`answered ${status}`);
      this.status = status;
    }
  }

  const tongue = () => ((Office.context && Office.context.displayLanguage) || navigator.language || "en");
  const ours = () => (tongue().toLowerCase().startsWith("sv") ? "sv" : "en");

  /* Outlook's colours, where it tells them; else the style sheet follows the system. */
  const dress = () => {
    const theme = Office.context && Office.context.officeTheme;
    const ground = theme && theme.bodyBackgroundColor;
    if (!/^#[0-9a-f]{6}$/i.test(ground || "")) return;
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(ground.slice(at, at + 2), 16));
    document.documentElement.dataset.theme = 0.299 * r + 0.587 * g + 0.114 * b < 128 ? "dark" : "light";
  };

  const say = (state) => {
    const words = document.querySelector(`template[data-state="${state}"][data-language="${ours()}"]`);
    place(words.content.cloneNode(true));
  };

  const place = (content) => {
    clearTimeout(again);
    pane.replaceChildren(content);
    pane.setAttribute("aria-busy", "false");
    const section = pane.firstElementChild;
    if (section && section.dataset.again) again = setTimeout(() => lookAgain(section.dataset), Number(section.dataset.again) * 1000);
  };

  const lookAgain = (wish) =>
    wish.againPost ? post(wish.againPost, { suggestion: wish.againSuggestion }) : post("item");

  const ask = async (path, body, anew = false) => {
    const answer = await fetch(`${told.here}/${path}`, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${await token(anew)}`,
        "Content-Type": "application/json",
        "Accept-Language": tongue(),
      },
      body: JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status === 401 && !anew) return ask(path, body, true);
    if (answer.status === 401) throw new SignInNeeded();
    if (!answer.ok) throw new Refused(answer.status);
    return answer.text();
  };

  const parse = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html; // our own server's, with strangers' words escaped; no script in it would run
    return holder.content;
  };

  const post = async (path, values = {}) => {
    const mine = ++turn;
    pane.setAttribute("aria-busy", "true");
    try {
      const html = await ask(path, path === "item" ? item : { item, ...values });
      if (mine === turn) place(parse(html));
    } catch (error) {
      if (mine === turn) say(whatIsWrong(error));
    }
  };

  /* What the server is told without being asked anything: that it may not hear of it changes nothing here. */
  const tell = (path, values) => ask(path, { item, ...values }).catch(() => {});

  const whatIsWrong = (error) => {
    if (error instanceof SignInNeeded) return "sign_in";
    if (error instanceof Refused) return error.status === 403 ? "closed_company" : "broken";
    return "offline";
  };

  const open = async () => {
    try {
      item = await readItem();
    } catch {
      return say("broken");
    }
    await post("item");
  };

  /* Where Outlook tells of it: an older one knows less that can be listened to, and some of it not from every item. */
  const whenever = (source, name, then) => {
    if (!source || !name || typeof source.addHandlerAsync !== "function") return;
    try {
      source.addHandlerAsync(name, then, () => {});
    } catch {
      /* then one opens the pane again */
    }
  };

  let soon = 0;
  const openSoon = () => {
    clearTimeout(soon);
    soon = setTimeout(open, SOON);
  };

  const begin = (info) => {
    begun = true;
    clearTimeout(late);
    document.documentElement.lang = ours();
    dress();
    if (!info || info.host !== Office.HostType.Outlook) return say("outside");
    const { mailbox } = Office.context, kinds = Office.EventType || {};
    whenever(mailbox, kinds.ItemChanged, openSoon);
    whenever(mailbox, kinds.OfficeThemeChanged, dress);
    for (const kind of [kinds.RecipientsChanged, kinds.AppointmentTimeChanged, kinds.EnhancedLocationsChanged]) whenever(mailbox.item, kind, openSoon);
    window.addEventListener("online", open);
    open();
  };

  const retry = () => (begun ? open() : location.reload());

  window.kanelbulle = Object.assign(window.kanelbulle, { pane, say, post, tell, open, retry });
  /* Where scripts of Outlook's are held back on their way, nobody is told. */
  const late = setTimeout(() => say("offline"), window.Office ? PATIENCE : 0);
  if (window.Office) Office.onReady(begin);
})();
