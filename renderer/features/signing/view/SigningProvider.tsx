import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { TaskSignature } from '#protocol/tasks/tasks.ts';
import { useHall, useSession } from '../../hall/index.ts';
import { useVisit } from '../../visit/index.ts';
import { KEPT_HIDDEN_MS, Signer, type ToSign } from '../model/signer.ts';
import { KeyDialog } from './KeyDialog.tsx';
import { SignDialog } from './SignDialog.tsx';

type Signing = { readonly sign: (toSign: ToSign) => Promise<TaskSignature | null>; readonly openKeys: () => void };
type Asked = { readonly toSign: ToSign; readonly turn: number; readonly answer: (signature: TaskSignature | null) => void };

const SigningContext = createContext<Signing | null>(null);

/** Holds the person's key while it is open, and the dialogs about it. One for each person who sits here: another one begins anew. */
export function SigningProvider({ children }: { children: ReactNode }) {
  const { link } = useHall();
  const { person } = useSession();
  const signer = useMemo(() => new Signer({ link, newCommandId: () => crypto.randomUUID() }), [link]);
  const visited = useVisit() !== null;
  const [asked, setAsked] = useState<Asked | null>(null);
  const [keysOpen, setKeysOpen] = useState(false);
  const pending = useRef<Asked | null>(null);
  const root = useRef<HTMLSpanElement>(null);

  const settle = useCallback((signature: TaskSignature | null) => {
    pending.current?.answer(signature);
    pending.current = null;
    setAsked(null);
  }, []);
  useEffect(() => () => {
    signer.forget();
    pending.current?.answer(null);
  }, [signer]);
  useEffect(() => {
    if (visited) {
      signer.forget();
    }
  }, [visited, signer]);
  useEffect(() => forgetWhenHidden(root.current?.ownerDocument, signer), [signer]);

  const signing = useMemo<Signing>(() => ({
    sign: (toSign) => {
      if (signer.isOpen) {
        return Promise.resolve(signer.sign(toSign));
      }
      pending.current?.answer(null);
      return new Promise((answer) => {
        const next = { toSign, turn: (pending.current?.turn ?? 0) + 1, answer };
        pending.current = next;
        setAsked(next);
      });
    },
    openKeys: () => setKeysOpen(true),
  }), [signer]);
  return (
    <SigningContext value={signing}>
      <span ref={root} hidden />
      {children}
      {person !== null && !visited && asked !== null && <SignDialog key={asked.turn} signer={signer} userId={person.userId} toSign={asked.toSign} onSettled={settle} />}
      {person !== null && !visited && keysOpen && <KeyDialog signer={signer} userId={person.userId} onClose={() => setKeysOpen(false)} />}
    </SigningContext>
  );
}

/** Signs as the person who sits here; null: they gave up. Errors: throws outside a SigningProvider. */
export function useSign(): Signing['sign'] {
  return useSigning().sign;
}

/** Opens what there is to do with one's own key. Errors: throws outside a SigningProvider. */
export function useOpenKeys(): Signing['openKeys'] {
  return useSigning().openKeys;
}

function useSigning(): Signing {
  const signing = useContext(SigningContext);
  if (signing === null) {
    throw new Error('signing needs a SigningProvider above it');
  }
  return signing;
}

function forgetWhenHidden(page: Document | undefined, signer: Signer): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watch = () => {
    clearTimeout(timer);
    timer = page?.hidden === true ? setTimeout(() => signer.forget(), KEPT_HIDDEN_MS) : undefined;
  };
  page?.addEventListener('visibilitychange', watch);
  return () => {
    clearTimeout(timer);
    page?.removeEventListener('visibilitychange', watch);
  };
}
