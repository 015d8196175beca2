import { useMemo } from 'react';
import { navigate, usePath } from '../navigation/location.ts';
import { refusalPath, refusedRequest } from '../navigation/pages.ts';
import { useHub } from '../state/hub.ts';
import { createResource } from '../state/resource.ts';
import { Explanation } from './explanation.tsx';
import { RequestIdForm } from './request-id-form.tsx';

/** Takes the ID of a refused request, and explains the refusal that the address names. */
export default function RefusalExplainer() {
  const { api } = useHub();
  const requestId = refusedRequest(usePath());
  const refusal = useMemo(
    () => (requestId === null ? null : createResource(() => api.denial(requestId))),
    [api, requestId],
  );

  function explain(asked: string): void {
    if (asked === requestId) void refusal?.load();
    else navigate(refusalPath(asked));
  }

  return (
    <>
      <RequestIdForm shown={requestId} onExplain={explain} />
      {refusal !== null && <Explanation key={requestId} refusal={refusal} />}
    </>
  );
}
