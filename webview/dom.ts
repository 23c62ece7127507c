/** Building of elements. Text only ever becomes text nodes, so names from a config cannot become markup. */

export type Child = Node | string;

/** A new element with attributes and children; strings become text. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Sets the text, and leaves the element alone when it says so already. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
