// Of msal-browser no more than classic Outlook can use: a client that asks Outlook. Where there is no Outlook to ask, the
// whole of it would become a client that opens windows; here there are none, and it says so.
import { NestedAppAuthController } from "./node_modules/@azure/msal-browser/dist/controllers/NestedAppAuthController.mjs";
import { NestedAppOperatingContext } from "./node_modules/@azure/msal-browser/dist/operatingcontext/NestedAppOperatingContext.mjs";

export const createNestablePublicClientApplication = async (configuration) => {
  const context = new NestedAppOperatingContext(configuration);
  if (!(await context.initialize())) throw new Error("nobody to ask");
  const controller = new NestedAppAuthController(context);
  await controller.initialize();
  return controller;
};
