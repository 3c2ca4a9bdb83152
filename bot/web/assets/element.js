// Makes what stands on the page: content is set as text, never as markup.

export function element(name, className, ...content) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...content);
  return made;
}
