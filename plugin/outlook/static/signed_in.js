/* In a window beside Outlook: hands the pane that opened it what it waits for. Outlook closes the window then. */
(() => {
  "use strict";

  if (!window.Office) return;
  Office.onReady(() => {
    if (Office.context && Office.context.ui) Office.context.ui.messageParent(document.body.dataset.code || "done");
  });
})();
