/* While an invitation is written, without the pane: one line in Outlook's information bar where it is the first meeting with
   a company and on screen. It never holds anything up. https://learn.microsoft.com/office/dev/add-ins/outlook/autolaunch */
(() => {
  "use strict";

  const { readItem, token, told } = window.kanelbulle;
  const KEY = "kanelbulle"; // of our line in the bar: there is one at most
  const COMMAND = "apptOrganizerOpenPane"; // the button in the manifest that opens the pane
  const ICON = "Icon.16"; // a picture of the manifest's
  const LONGEST = 150;

  let turn = 0;

  const tongue = () => (Office.context && Office.context.displayLanguage) || "en";

  const ask = async (item) => {
    const answer = await fetch(`${told.here}/nudge`, {
      method: "POST",
      headers: { Authorization: `Bearer ${await token()}`, "Content-Type": "application/json", "Accept-Language": tongue() },
      body: JSON.stringify(item),
      credentials: "omit",
    });
    return answer.status === 200 ? answer.json() : null;
  };

  const done = (call) => new Promise((resolve) => call(resolve));

  const show = (bar, { message, action }) => {
    const line = {
      type: Office.MailboxEnums.ItemNotificationMessageType.InsightMessage,
      message: message.slice(0, LONGEST),
      icon: ICON,
      actions: [{ actionType: Office.MailboxEnums.ActionType.ShowTaskPane, actionText: action, commandId: COMMAND, contextData: {} }],
    };
    return done((then) => bar.addAsync(KEY, line, (answer) => (answer.status === "succeeded" ? then() : bar.replaceAsync(KEY, line, then))));
  };

  const look = async () => {
    const mine = ++turn;
    const item = await readItem();
    const found = item.people.length ? await ask(item) : null;
    if (mine !== turn) return;
    const bar = Office.context.mailbox.item.notificationMessages;
    if (found) await show(bar, found);
    else await done((then) => bar.removeAsync(KEY, then));
  };

  const onChange = (event) => look().catch(() => {}).finally(() => event.completed());

  Office.onReady(() => {});
  Office.actions.associate("onNewAppointmentOrganizer", onChange);
  Office.actions.associate("onAppointmentAttendeesChanged", onChange);
})();
