/** How many bytes `sniffClipType` wants to see. */
export const SNIFF_BYTES = 16;

const startsWith = (bytes: Uint8Array, signature: readonly number[], offset = 0): boolean =>
  signature.every((value, index) => bytes[offset + index] === value);

const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));

const signatures: readonly { readonly type: string; readonly offset: number; readonly bytes: readonly number[] }[] = [
  { type: 'video/mp4', offset: 4, bytes: ascii('ftyp') },
  { type: 'video/mp4', offset: 4, bytes: ascii('moov') },
  { type: 'video/webm', offset: 0, bytes: [0x1a, 0x45, 0xdf, 0xa3] },
  { type: 'video/ogg', offset: 0, bytes: ascii('OggS') },
  { type: 'audio/mpeg', offset: 0, bytes: ascii('ID3') },
  { type: 'audio/mpeg', offset: 0, bytes: [0xff, 0xfb] },
  { type: 'audio/wav', offset: 0, bytes: ascii('RIFF') },
  { type: 'audio/flac', offset: 0, bytes: ascii('fLaC') },
];

/**
 * Content type of a clip by its first bytes. What a record claims about its clip may be wrong; a type that is not media
 * is never answered, so that nothing stored as a clip can be shown as a page or run as a script.
 */
export function sniffClipType(head: Uint8Array): string {
  return signatures.find((each) => startsWith(head, each.bytes, each.offset))?.type ?? 'application/octet-stream';
}
