/* What a press in the pane does: a form is sent, a draft or a window opened, an invitation filled in. See parts.html for how
   the pages say which. */
(() => {
  "use strict";

  const { fill, signIn, openWindow, pane, say, post, tell, open, retry } = window.kanelbulle;

  const READ = { slot: Number, keep: (value) => value === "yes", undo: (value) => value === "yes" };

  const valuesOf = (form) => {
    const values = {};
    for (const [name, value] of new FormData(form)) values[name] = name in READ ? READ[name](value) : value;
    const keep = form.querySelector("input[type=checkbox][name=keep]");
    if (keep) values.keep = keep.checked;
    return values;
  };

  /* The heading of what has come is where one stands then. On the web it is office.js that goes on from one place to the
     next, and only from where a key can lead: from any other it leaves the pane. */
  const standAtHeading = () => {
    const heading = pane.querySelector("h1");
    heading.tabIndex = 0;
    heading.addEventListener("blur", () => (heading.tabIndex = -1), { once: true });
    heading.focus();
  };

  const send = async (form) => {
    if (pane.getAttribute("aria-busy") === "true") return;
    await post(form.dataset.post, valuesOf(form));
    standAtHeading();
  };

  /* The draft opens in Outlook where it can open one here; else the link opens whatever mails. Either way it is told. */
  const write = (link, event) => {
    const { mailbox } = Office.context;
    tell("opened", { suggestion: link.dataset.suggestion, account: link.dataset.account });
    if (!mailbox || typeof mailbox.displayNewMessageForm !== "function") return;
    try {
      mailbox.displayNewMessageForm(JSON.parse(link.dataset.message));
    } catch {
      return;
    }
    event.preventDefault();
  };

  const fillIn = async (button) => {
    const done = await fill(button.dataset.place, button.dataset.start, button.dataset.end);
    if (!done) return say("broken");
    const line = pane.querySelector("[data-filling]");
    if (line) line.textContent = button.dataset.filled;
  };

  const enter = async (anew) => {
    try {
      await signIn(anew);
      await open();
    } catch (error) {
      say("sign_in");
      const hint = pane.querySelector("[data-blocked]");
      if (hint) hint.hidden = error.code === 12006;
    }
    standAtHeading();
  };

  const startOver = async () => {
    await retry();
    standAtHeading();
  };

  const leave = async (button) => {
    try {
      await openWindow(button.dataset.leave);
    } catch {
      return;
    }
    const form = pane.querySelector("form[data-post=preview]");
    if (form) send(form);
    else open();
  };

  pane.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.target);
  });

  pane.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-on-change]");
    if (form) send(form);
  });

  pane.addEventListener("click", (event) => {
    const pressed = event.target.closest("a[data-message], button[data-fill], button[data-sign-in], button[data-leave], button[data-retry]");
    if (!pressed) return;
    const { message, fill: filling, signIn: way, leave: where } = pressed.dataset;
    if (message !== undefined) write(pressed, event);
    else if (filling !== undefined) fillIn(pressed);
    else if (way !== undefined) enter(way === "anew");
    else if (where !== undefined) leave(pressed);
    else startOver();
  });
})();
