import { redact } from '../ledger/redact.js';

/** The longest that words of a server or of a credential plugin are repeated. */
const LONGEST = 400;

// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would act on is what has to go
const CONTROL = /[\u0000-\u001f\u007f-\u009f]+/g;
const JSON_WEB_TOKEN = /\beyJ[A-Za-z0-9_.-]+/g;
/** Runs of characters that no word of a language has. */
const CREDENTIAL_LIKE = /[A-Za-z0-9_+/=-]{32,}/g;

/** What an API server said, in one line that can be shown. */
export function serverWords(text: string): string {
  return shortened(text.replace(CONTROL, ' ').trim().replace(JSON_WEB_TOKEN, '…'));
}

/** What a program said that handles credentials: without whatever could be one. */
export function pluginWords(text: string): string {
  const [line = ''] = text.trim().split('\n', 1);
  const plain = line.replace(CONTROL, ' ').replace(JSON_WEB_TOKEN, '…').replace(CREDENTIAL_LIKE, '…');
  return shortened(redact(plain));
}

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
