// Takes members away from Office before the pane meets it, as an Outlook of years ago has never had them; and lets calls of
// others go unanswered. Each is a path from Office on. What cannot be changed is hidden behind what looks like it.
(lacking, silent) => {
  const behind = (owner, [name, ...more], value) =>
    owner && Object.create(owner, { [name]: { value: more.length ? behind(owner[name], more, value) : value, writable: true, configurable: true } });
  const put = (path, value) => { window.Office = behind(window.Office, path.split("."), value); };
  Office.onReady(() => {
    for (const path of lacking) put(path, undefined);
    for (const path of silent) put(path, () => {});
  });
}
