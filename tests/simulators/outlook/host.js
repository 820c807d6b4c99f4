// The page that plays Outlook on the web. It frames the pane, carries what office.js and msal-browser ask to the test
// (the binding `toOutlook`), and what Outlook answers and tells back to them. See host.py for the protocol.
const SANDBOX = "allow-scripts allow-same-origin allow-forms allow-popups allow-downloads";
const REQUEST = 0, RESPONSE = 1;
const REGISTER = 1, UNREGISTER = 2;
const CALLED = 0, EVENT = 1;
const runtimes = new Map(); // by conversation
window.answered = []; // names, in the order they were answered: tests wait for them

window.openRuntime = ({ conversation, url, name, hidden }) => new Promise((resolve) => {
  const frame = document.createElement("iframe");
  Object.assign(frame, { name: JSON.stringify(name), id: conversation, title: "Kanelbulle", hidden });
  frame.className = hidden ? "" : "pane";
  frame.setAttribute("sandbox", SANDBOX);
  frame.addEventListener("load", () => resolve(), { once: true });
  frame.src = url;
  document.body.append(frame);
  runtimes.set(conversation, { frame, origin: new URL(url).origin, events: new Set() });
});

window.closeRuntime = (conversation) => {
  runtimes.get(conversation).frame.remove();
  runtimes.delete(conversation);
};

window.listens = ([conversation, event]) => runtimes.get(conversation)?.events.has(event) ?? false;

window.tell = ({ event, payload, only }) => {
  for (const [conversation, runtime] of runtimes) {
    if ((only && only !== conversation) || !runtime.events.has(event)) continue;
    post(runtime, envelope({ _actionName: event, _conversationId: conversation }, payload, EVENT));
  }
};

window.paint = (theme) => {
  for (const runtime of runtimes.values()) runtime.frame.contentWindow.postMessage({ theme }, runtime.origin);
};

const envelope = (asked, data, kind) => JSON.stringify({
  _messageType: RESPONSE, _responseType: kind, _actionName: asked._actionName, _conversationId: asked._conversationId,
  _correlationId: asked._correlationId ?? -1, _origin: location.origin, _data: data, _errorCode: 0, _serializerVersion: 1,
});

const post = (runtime, message) => runtime.frame.contentWindow?.postMessage(message, runtime.origin);

const read = (text) => {
  try { return JSON.parse(text); } catch { return null; }
};

const answerOffice = async (asked, runtime) => {
  const { name, data, events } = await toOutlook({
    kind: "office", action: asked._actionName, does: asked._actionType, data: asked._data, conversation: asked._conversationId,
  });
  if (asked._actionType === REGISTER && !data.Error) runtime.events.add(asked._actionName);
  if (asked._actionType === UNREGISTER) runtime.events.delete(asked._actionName);
  post(runtime, envelope(asked, data, CALLED));
  events.forEach(tell);
  answered.push(name);
};

const answerNested = async (asked, runtime) => {
  const { name, data } = await toOutlook({ kind: "nested", data: asked });
  runtime.frame.contentWindow?.postMessage({ nested: JSON.stringify(data) }, runtime.origin);
  answered.push(name);
};

addEventListener("message", (event) => {
  const asked = read(event.data);
  const runtime = [...runtimes.values()].find((one) => one.frame.contentWindow === event.source);
  if (!asked || !runtime || event.origin !== runtime.origin) return;
  if (asked.messageType === "NestedAppAuthRequest") answerNested(asked, runtime);
  else if (asked._messageType === REQUEST) answerOffice(asked, runtime);
});
