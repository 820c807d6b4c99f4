/* What is open in Outlook, as the pane's server is told of it. In a form being written every value has to be asked for:
   https://learn.microsoft.com/javascript/api/outlook/office.appointmentcompose */
var kanelbulle = kanelbulle || {};
(() => {
  "use strict";

  const LONGEST = 500, MOST = 500;
  const AT_ONCE = 3; // calls: Outlook on Windows and on Mac takes no more
  const PATIENCE = 3000; // milliseconds until a call that is not answered is done without

  let free = AT_ONCE;
  const waiting = [];
  const begin = () => (free > 0 ? Promise.resolve(free--) : new Promise((resolve) => waiting.push(resolve)));
  const end = () => {
    const next = waiting.shift();
    if (next) next();
    else free++;
  };

  const carryOut = (call) =>
    new Promise((resolve) => {
      setTimeout(resolve, PATIENCE);
      call((answer) => resolve(answer.status === "succeeded" ? answer.value : undefined));
    });

  /* What a call answers; undefined where it fails, or does not come back. */
  const answered = (call) =>
    begin()
      .then(() => carryOut(call))
      .catch(() => undefined)
      .then((value) => {
        end();
        return value;
      });

  const ask = (value) => (value && typeof value.getAsync === "function" ? answered((then) => value.getAsync(then)) : value);

  const text = (value) => (typeof value === "string" ? value.slice(0, LONGEST) : "");
  const moment = (value) => (value instanceof Date && !isNaN(value) ? value.toISOString() : null);

  const somebody = (one) => (one && one.emailAddress ? { address: text(one.emailAddress), name: text(one.displayName) } : null);

  const everybody = (...lists) => [].concat(...lists).map(somebody).filter(Boolean).slice(0, MOST);

  const isCompose = (item) => typeof item.subject !== "string";

  const readMessage = (item) =>
    Promise.all([item.to, item.cc, item.from, item.subject].map(ask)).then(([to, cc, from, subject]) => ({
      kind: "message",
      compose: isCompose(item),
      organizer: somebody(from),
      people: everybody(to || [], cc || []),
      subject: text(subject),
      start: moment(item.start),
      end: moment(item.end),
    }));

  const readAppointment = (item) => {
    const compose = isCompose(item);
    const asked = [item.requiredAttendees, item.optionalAttendees, item.organizer, item.subject, item.start, item.end, item.location];
    const own = Office.context.mailbox.userProfile || {};
    return Promise.all(asked.map(ask)).then(([required, optional, organizer, subject, start, end, place]) => ({
      kind: "appointment",
      compose,
      organizer: somebody(organizer) || (compose ? somebody(own) : null),
      people: everybody(required || [], optional || []),
      subject: text(subject),
      start: moment(start),
      end: moment(end),
      place: text(place),
    }));
  };

  const readOpen = () => {
    const item = Office.context.mailbox.item;
    if (!item) return { kind: "none" };
    return item.itemType === "appointment" ? readAppointment(item) : readMessage(item);
  };

  const readItem = () => Promise.resolve().then(readOpen);

  const set = (field, value) => {
    if (!field || typeof field.setAsync !== "function") return Promise.resolve(false);
    return answered((then) => field.setAsync(value, (answer) => then({ status: "succeeded", value: answer.status === "succeeded" }))).then(Boolean);
  };

  const fillAll = (item, place, start, end) => {
    const done = [];
    const note = (one) => done.push(one);
    return set(item.location, place.slice(0, 255)).then(note)
      .then(() => set(item.start, new Date(start))).then(note)
      .then(() => set(item.end, new Date(end))).then(note)
      .then(() => done.every(Boolean));
  };

  /* Place and times into the invitation being written; whether all of it went in. */
  const fill = (place, start, end) => {
    const item = Office.context.mailbox.item;
    return item ? fillAll(item, place, start, end) : Promise.resolve(false);
  };

  Object.assign(kanelbulle, { readItem, fill });
})();
