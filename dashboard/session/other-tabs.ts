/** Messages between the hub's tabs. They carry no secret, and no tab acts on them without asking the API. */
export type TabMessage =
  /** The session has ended in all tabs. */
  | 'signed_out'
  /** Something was changed: lists are out of date. */
  | 'changed';

export interface OtherTabs {
  notify(message: TabMessage): void;
  onMessage(listener: (message: TabMessage) => void): () => void;
}

export function createOtherTabs(): OtherTabs {
  const channel = new BroadcastChannel('partner-hub');
  return {
    notify: (message) => channel.postMessage(message),
    onMessage(listener) {
      const receive = ({ data }: MessageEvent<TabMessage>) => listener(data);
      channel.addEventListener('message', receive);
      return () => channel.removeEventListener('message', receive);
    },
  };
}
