/** What a package prints that knows no other way out than the console. */
export function printed(print: () => void): string {
  const { log } = console;
  let text = '';
  console.log = (line: unknown) => {
    text += `${String(line)}\n`;
  };
  try {
    print();
  } finally {
    console.log = log;
  }
  return text;
}
