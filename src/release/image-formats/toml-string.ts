/** A text as a basic string of TOML, which is JSON's but for what it has to escape besides. */
export function tomlString(text: string): string {
  return JSON.stringify(text.toWellFormed()).replaceAll('\u007F', String.raw`\u007F`);
}
