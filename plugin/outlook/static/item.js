/* What is open in Outlook, as the pane's server is told of it. In a form being written every value has to be asked for:
   https://learn.microsoft.com/javascript/api/outlook/office.appointmentcompose */
(() => {
  "use strict";

  const LONGEST = 500, MOST = 500;
  const AT_ONCE = 3; // calls: Outlook on Windows and on Mac takes no more
  const PATIENCE = 3_000; // milliseconds until a call that is not answered is done without

  let free = AT_ONCE;
  const waiting = [];
  const begin = () => (free > 0 ? Promise.resolve(free--) : new Promise((resolve) => waiting.push(resolve)));
  const end = () => {
    const next = waiting.shift();
    if (next) next();
    else free++;
  };

  /* What a call answers; undefined where it fails, or does not come back. */
  const answered = async (call) => {
    await begin();
    try {
      return await new Promise((resolve) => {
        setTimeout(resolve, PATIENCE);
        call((answer) => resolve(answer.status === "succeeded" ? answer.value : undefined));
      });
    } catch {
      return undefined;
    } finally {
      end();
    }
  };

  const ask = async (value) => (value && typeof value.getAsync === "function" ? answered((then) => value.getAsync(then)) : value);

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
    const own = Office.context.mailbox.userProfile || {};
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

  const set = async (field, value) => {
    if (!field || typeof field.setAsync !== "function") return false;
    return Boolean(await answered((then) => field.setAsync(value, (answer) => then({ status: "succeeded", value: answer.status === "succeeded" }))));
  };

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
