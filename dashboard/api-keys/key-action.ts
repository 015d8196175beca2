/** What somebody is about to do to a key. */
export interface KeyAction {
  readonly kind: 'change' | 'rotate' | 'disable' | 'enable' | 'delete';
  readonly keyId: string;
}
