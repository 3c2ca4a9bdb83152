// A file to save: it stays with the chat, and only the person it was given to gets it.

import { element } from "./element.js";

export function file({ id, name }) {
  const link = element("a", "file", `Save the file ${name}`);
  link.href = `/documents/${id}`;
  link.download = name;
  return link;
}
