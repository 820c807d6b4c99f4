/* Copying a draft, dropping a calendar file, and how far its reading has come. The page works without any of it. */
(() => {
  "use strict";

  const showCopyButtons = (root) => {
    if (!navigator.clipboard) return;
    for (const button of root.querySelectorAll("button[data-copy][hidden]")) button.hidden = false;
  };

  const copyDraft = async (button) => {
    const text = document.getElementById(button.dataset.copy).textContent;
    await navigator.clipboard.writeText(text);
    button.textContent = button.dataset.copied;
    document.getElementById("status").textContent = button.dataset.copied;
  };

  const complain = (form, text) => {
    const problem = form.querySelector("#upload-problem");
    problem.textContent = text;
    problem.hidden = text === "";
  };

  const isTooLarge = (form) => {
    const size = [...form.elements.calendar.files].reduce((sum, file) => sum + file.size, 0);
    return size > Number(form.dataset.limit);
  };

  const tellProgress = (form, text, share) => {
    const bar = form.querySelector("#upload-progress");
    bar.hidden = text === "";
    if (share === null) bar.removeAttribute("value");
    else bar.value = share;
    form.querySelector("#upload-said").textContent = text;
  };

  const readDropped = (files) => {
    const form = document.getElementById("upload");
    if (!form || !files.length) return;
    form.elements.calendar.files = files;
    form.scrollIntoView({ block: "center" });
    form.requestSubmit();
  };

  const holdsFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  const showDrop = (on) => { document.getElementById("drop").hidden = !on; };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copy]");
    if (button) copyDraft(button);
  });

  /* Opening a draft in one's own mail is an answer to the letter it came from. */
  document.addEventListener("click", (event) => {
    const opened = event.target.closest("a[data-press]");
    if (opened) navigator.sendBeacon(opened.dataset.press, new URLSearchParams());
  });

  document.addEventListener("dragover", (event) => {
    if (!holdsFiles(event) || !document.getElementById("upload")) return;
    event.preventDefault();
    showDrop(true);
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) showDrop(false); });
  document.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    showDrop(false);
    readDropped(event.dataTransfer.files);
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt;
    if (form.id !== "upload") return;
    complain(form, "");
    if (!isTooLarge(form)) return tellProgress(form, form.dataset.sending, 0);
    event.preventDefault();
    complain(form, form.dataset.large);
  });
  document.addEventListener("htmx:xhr:progress", (event) => {
    const form = event.target.closest("#upload");
    if (!form || !event.detail.lengthComputable) return;
    const share = event.detail.loaded / event.detail.total;
    tellProgress(form, share < 1 ? form.dataset.sending : form.dataset.reading, share < 1 ? share : null);
  });
  for (const name of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(name, (event) => {
      const form = event.target.closest("#upload");
      if (!form) return;
      tellProgress(form, "", 0);
      complain(form, form.dataset.refused);
    });
  }
  /* A page that changed under a press keeps what was folded out, and the focus near where it was. One that looks again by
     itself leaves the focus alone. */
  let before = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { elt } = event.detail.requestConfig;
    if (event.detail.target.id !== "content" || elt.matches("[hx-trigger^=every]")) return;
    const section = elt.closest("section[aria-labelledby]");
    before = {
      unfolded: [...document.querySelectorAll("details[id]")].map((one) => [one.id, one.open]),
      focus: document.activeElement.id,
      near: section && section.getAttribute("aria-labelledby"),
    };
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!before) return;
    const { unfolded, focus, near } = before;
    before = null;
    for (const [id, open] of unfolded) {
      const one = document.getElementById(id);
      if (one) one.open = open;
    }
    const found = focus && document.getElementById(focus);
    const place = found || (near && document.getElementById(near)) || document.getElementById("content");
    if (!found) place.tabIndex = -1;
    if (document.activeElement !== place) place.focus({ preventScroll: true });
  });

  document.addEventListener("htmx:load", (event) => showCopyButtons(event.detail.elt));
  showCopyButtons(document);
})();
