/* While an invitation is written, without the pane: one line in Outlook's information bar where it is the first meeting with
   a company and on screen. It never holds anything up. https://learn.microsoft.com/office/dev/add-ins/outlook/autolaunch */
var kanelbulle = kanelbulle || {};
(() => {
  "use strict";

  const { readItem, token, told } = kanelbulle;
  const KEY = "kanelbulle"; // of our line in the bar: there is one at most
  const COMMAND = "apptOrganizerOpenPane"; // the button in the manifest that opens the pane
  const ICON = "Icon.16"; // a picture of the manifest's
  const LONGEST = 150;
  const PATIENCE = 20000; // milliseconds until Outlook is told that it is over, whatever is not answered yet

  let turn = 0;

  const tongue = () => (Office.context && Office.context.displayLanguage) || "en";

  const put = (item, given) =>
    fetch(`${told.here}/nudge`, {
      method: "POST",
      headers: { Authorization: `Bearer ${given}`, "Content-Type": "application/json", "Accept-Language": tongue() },
      body: JSON.stringify(item),
      credentials: "omit",
    });

  const ask = (item) =>
    token()
      .then((given) => put(item, given))
      .then((answer) => (answer.status === 200 ? answer.json() : null));

  const done = (call) => new Promise((resolve) => call(resolve));

  const show = (bar, { message, action }) => {
    const line = {
      type: "insightMessage",
      message: message.slice(0, LONGEST),
      icon: ICON,
      actions: [{ actionType: "showTaskPane", actionText: action, commandId: COMMAND, contextData: {} }],
    };
    return done((then) => bar.addAsync(KEY, line, (answer) => (answer.status === "succeeded" ? then() : bar.replaceAsync(KEY, line, then))));
  };

  const tell = (found) => {
    const bar = Office.context.mailbox.item.notificationMessages;
    return found ? show(bar, found) : done((then) => bar.removeAsync(KEY, then));
  };

  const look = () => {
    const mine = ++turn;
    return readItem()
      .then((item) => (item.people.length ? ask(item) : null))
      .then((found) => (mine === turn ? tell(found) : null));
  };

  const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  const onChange = (event) => {
    const complete = () => event.completed();
    Promise.race([look(), wait(PATIENCE)]).then(complete, complete);
  };

  Office.actions.associate("onNewAppointmentOrganizer", onChange);
  Office.actions.associate("onAppointmentAttendeesChanged", onChange);
  Office.onReady(() => {});
})();
