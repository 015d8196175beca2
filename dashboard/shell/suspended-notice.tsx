import { Notice } from '../elements/notice.tsx';

export function SuspendedNotice() {
  return (
    <Notice tone="danger" title="This partner is suspended" silent>
      All its calls to the Partner API are refused. You can still look, narrow, disable and delete keys and switch
      legacy tokens, but not create, rotate or widen keys. Ask your platform contact to reactivate it.
    </Notice>
  );
}
