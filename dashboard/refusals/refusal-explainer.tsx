import { useMemo } from 'react';
import { navigate, usePath } from '../navigation/location.ts';
import { denialPath, deniedRequest } from '../navigation/pages.ts';
import { useHub } from '../state/hub.ts';
import { createResource } from '../state/resource.ts';
import { Explanation } from './explanation.tsx';
import { RequestIdForm } from './request-id-form.tsx';

/** Takes the ID of a refused request, and explains the refusal that the address names. */
export default function DenialExplainer() {
  const { api } = useHub();
  const requestId = deniedRequest(usePath());
  const denial = useMemo(
    () => (requestId === null ? null : createResource(() => api.denial(requestId))),
    [api, requestId],
  );

  function explain(asked: string): void {
    if (asked === requestId) void denial?.load();
    else navigate(denialPath(asked));
  }

  return (
    <>
      <RequestIdForm shown={requestId} onExplain={explain} />
      {denial !== null && <Explanation key={requestId} denial={denial} />}
    </>
  );
}
