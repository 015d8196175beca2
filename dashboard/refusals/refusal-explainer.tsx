import { useMemo } from 'react';
import { navigate, usePath } from '../navigation/location.ts';
import { refusalPath, refusedRequest } from '../navigation/pages.ts';
import { useHub } from '../state/hub.ts';
import { createResource } from '../state/resource.ts';
import { Explanation } from './explanation.tsx';
import { RequestIdForm } from './request-id-form.tsx';

/** Asks for a refused request's ID and explains the refusal named by the path. */
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
