/* What is open in Outlook, as the pane's server is told of it. In a form being written every value has to be asked for:
   https://learn.microsoft.com/javascript/api/outlook/office.appointmentcompose */
(() => {
  "use strict";

  const LONGEST = 500, MOST = 500;

  const ask = (value, ...more) =>
    new Promise((resolve) => {
      if (!value || typeof value.getAsync !== "function") return resolve(value);
      try {
        value.getAsync(...more, (answer) => resolve(answer.status === "succeeded" ? answer.value : undefined));
      } catch {
        resolve(undefined);
      }
    });

  const text = (value) => (typeof value === "string" ? value.slice(0, LONGEST) : "");
  const moment = (value) => (value instanceof Date && !isNaN(value) ? value.toISOString() : null);

  const somebody = (one) => (one && one.emailAddress ? { address: text(one.emailAddress), name: text(one.displayName) } : null);

  const everybody = (...lists) => lists.flat().map(somebody).filter(Boolean).slice(0, MOST);

  const isCompose = (item) => typeof item.subject !== "string";

  const readMessage = async (item) => {
    const [to, cc, from, subject] = await Promise.all([ask(item.to), ask(item.cc), ask(item.from), ask(item.subject)]);
    return {
      kind: "message",
      compose: isCompose(item),
      organizer: somebody(from),
      people: everybody(to || [], cc || []),
      subject: text(subject),
      start: moment(item.start),
      end: moment(item.end),
    };
  };

  const readAppointment = async (item) => {
    const compose = isCompose(item);
    const asked = [item.requiredAttendees, item.optionalAttendees, item.organizer, item.subject, item.start, item.end, item.location];
    const [required, optional, organizer, subject, start, end, place] = await Promise.all(asked.map((one) => ask(one)));
    const own = Office.context.mailbox.userProfile;
    return {
      kind: "appointment",
      compose,
      organizer: somebody(organizer) || (compose ? somebody(own) : null),
      people: everybody(required || [], optional || []),
      subject: text(subject),
      start: moment(start),
      end: moment(end),
      place: text(place),
    };
  };

  const readItem = async () => {
    const item = Office.context.mailbox.item;
    if (!item) return { kind: "none" };
    return item.itemType === Office.MailboxEnums.ItemType.Appointment ? readAppointment(item) : readMessage(item);
  };

  const set = (field, value) =>
    new Promise((resolve) => {
      if (!field || typeof field.setAsync !== "function") return resolve(false);
      field.setAsync(value, (answer) => resolve(answer.status === "succeeded"));
    });

  /* Place and times into the invitation being written; whether all of it went in. */
  const fill = async (place, start, end) => {
    const item = Office.context.mailbox.item;
    if (!item) return false;
    const done = [await set(item.location, place.slice(0, 255))];
    done.push(await set(item.start, new Date(start)), await set(item.end, new Date(end)));
    return done.every(Boolean);
  };

  window.kanelbulle = Object.assign(window.kanelbulle || {}, { readItem, fill });
})();
