// What the office.js on Microsoft's servers gives a pane in Outlook on the web and the one of npm (1.1.110) does not
// know yet: the theme's colours, and the bridge to the host over which msal-browser asks for tokens.
(setup) => {
  if (location.origin !== setup.pane || window.parent === window) return;
  let theme = setup.theme;
  const listening = new Set();

  addEventListener("message", (event) => {
    if (event.source !== window.parent || event.origin !== setup.outlook) return;
    if (event.data?.theme) theme = event.data.theme;
    if (event.data?.nested) for (const listener of listening) listener({ data: event.data.nested });
  });

  if (setup.nested) {
    window.__initializeNestedAppAuth = async () => {
      window.nestedAppAuthBridge ??= {
        addEventListener: (kind, listener) => kind === "message" && listening.add(listener),
        removeEventListener: (kind, listener) => listening.delete(listener),
        postMessage: (request) => window.parent.postMessage(request, setup.outlook),
      };
    };
  }

  if (!theme) return;
  const at = 25; // the argument of office.js's own constructor that it leaves out on the web
  let Context;
  window.OSF = {};
  Object.defineProperty(window.OSF, "OfficeAppContext", {
    get: () => Context,
    set: (Real) => {
      Context = function (...given) {
        given[at] = theme;
        Real.apply(this, given);
        this.get_officeTheme = () => theme;
      };
      Context.prototype = Real.prototype;
    },
  });
}
