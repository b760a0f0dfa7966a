/**
 * What the validators of the annotation keys allow (internal/ingress/annotations/parser/validators.go and the key files).
 * Most drop blanks before they look. Patterns that would backtrack without end in JavaScript are written in an equal,
 * linear form.
 */

import { parseNetworks } from '../../values/addresses.js';

export type Validator = (value: string) => boolean;

const words = '\\-._~a-zA-Z0-9/:';
const pathRegex = new RegExp(`^[${words}^$[\\](){}*+?|&=\\\\]*$`);
const url = new RegExp(`^[${words},?&=]*$`);
const pathWithCapture = new RegExp(`^/?[${words}$]*$`);
const exactly =
  (pattern: RegExp): Validator =>
  (value) =>
    pattern.test(value) && !/[\r\n]/.test(value);
const ignoringBlanks =
  (pattern: RegExp): Validator =>
  (value) =>
    exactly(pattern)(value.replaceAll(' ', ''));
const oneOf =
  (...options: string[]): Validator =>
  (value) =>
    options.includes(value.trim());

export const isAnything: Validator = () => true;
export const isCidrs: Validator = (value) => parseNetworks(value) !== undefined;
export const isSize = ignoringBlanks(/^\d+[bkmg]?$/i);
/** Names such as `namespace/name`. */
export const isBasic = ignoringBlanks(new RegExp(`^[${words}]*$`));
export const isBasicWithSpace = exactly(new RegExp(`^[${words} ]*$`));
export const isExtended = exactly(new RegExp(`^[${words}, ]*$`));
export const isUrl = ignoringBlanks(url);
export const isUrlWithoutBlanks = exactly(url);
export const isUrlWithVariables = ignoringBlanks(new RegExp(`^[${words},?&=$]*$`));
export const isVariable = ignoringBlanks(/^[A-Za-z0-9\-_${}]*$/);
export const isPathWithCapture = exactly(pathWithCapture);
export const isPathWithCaptureAndBlanks = ignoringBlanks(pathWithCapture);
export const isHeaderList = ignoringBlanks(/^[A-Za-z0-9\-_,]*$/);
export const isPathRegex = exactly(pathRegex);
export const isServerName: Validator = (value) => pathRegex.test(value.trim());
export const isServerNames: Validator = (value) => value.split(',').every(isServerName);
// Not anchored: whatever stands around the word passes.
export const isAuthType: Validator = (value) => /basic|digest/.test(value.replaceAll(' ', ''));
export const isAuthSecretType: Validator = (value) => /auth-file|auth-map/.test(value.replaceAll(' ', ''));
export const isHttpMethod = ignoringBlanks(/^(GET|HEAD|POST|PUT|PATCH|DELETE|CONNECT|OPTIONS|TRACE)$/);
export const isVerifyClient = ignoringBlanks(/^(on|off|optional|optional_no_ca)$/);
export const isErrorPage = ignoringBlanks(
  /^(@[A-Za-z0-9_-]+|((https?:\/\/)?[A-Za-z0-9\-.]+(:\d+)?)?(\/[A-Za-z0-9\-_.]+)*\/?)$/,
);
export const isCommonName: Validator = (value) => {
  if (!value.startsWith('CN=')) return false;
  try {
    new RegExp(value.slice(3));
    return true;
  } catch {
    return false;
  }
};
export const isCorsOrigins = ignoringBlanks(/^(?:(?:[a-z]:\/\/|\*\.|[A-Za-z0-9\-.,]|:\d)*|\*)$/);
export const isCorsOrigin = exactly(/^([a-z]+:\/\/(\*\.)?[A-Za-z0-9\-.]*(:\d+)?|\*|null)?$/);
export const isMethodList = exactly(/^[A-Za-z]+(?:(?:,\s?|\s)[A-Za-z]+)*,?\s?$/);
export const isExposeList = exactly(/^[A-Za-z0-9\-_*]+(?:(?:,\s?|\s)[A-Za-z0-9\-_*]+)*,?\s?$/);
export const isErrorCodes = ignoringBlanks(/^(?:[4,5]\d{2},?)*$/);
export const isServiceName: Validator = (value) => /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(value) && value.length <= 63;
export const isBackendProtocol: Validator = (value) =>
  ['auto_http', 'http', 'https', 'grpc', 'grpcs', 'fcgi'].includes(value.trim().toLowerCase());
export const isSatisfy = oneOf('any', 'all');
export const isAffinity = oneOf('cookie');
export const isAffinityMode = oneOf('balanced', 'persistent');
export const isCanaryBehavior = oneOf('sticky', 'legacy');
export const isCookieLifetime = ignoringBlanks(/(^0|-?[1-9]\d*$)/);
export const isSameSite: Validator = (value) => ['none', 'lax', 'strict'].includes(value.trim().toLowerCase());
export const isLoadBalance = oneOf(
  'round_robin',
  'chash',
  'chashsubset',
  'sticky_balanced',
  'sticky_persistent',
  'ewma',
);
export const isConnectionHeader = ignoringBlanks(/^(close|keep-alive)$/);
export const isCookieDomain = exactly(new RegExp(`^(off|[${words}]+\\s+[${words}]+)$`));
export const isCipherList = ignoringBlanks(/^(?:[A-Za-z0-9!:+\-_]|@STRENGTH|@SECLEVEL=[0-5])*$/);
export const isFastCgiIndex = ignoringBlanks(/^[A-Za-z0-9.\-_]+$/);
export const isOperationName = ignoringBlanks(/^[A-Za-z0-9_-]*$/);
