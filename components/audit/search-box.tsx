'use client';

import { Search } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { FieldError } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { searchTerm } from './search-term';

const NOT_FOUND = 'Not an ID, an email or an address. IDs begin with client_, app_, usr_, req_ or tok_.';

/** What is pasted is looked at here; only what has the form of an ID or an address goes into the page's address. */
export function SearchBox({
  onFound,
}: {
  onFound: (term: NonNullable<ReturnType<typeof searchTerm>>) => void;
}) {
  const id = useId();
  const [text, setText] = useState('');
  const [refusal, setRefusal] = useState<string>();

  function search(event: FormEvent) {
    event.preventDefault();
    const term = searchTerm(text);
    setRefusal(term || text.trim() === '' ? undefined : NOT_FOUND);
    if (!term) return;
    onFound(term);
    setText('');
  }

  return (
    <form onSubmit={search} className="col-span-2 flex flex-col gap-1 md:w-80">
      <div className="relative">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted-foreground"
        />
        <Input
          type="search"
          aria-label="Search the audit log"
          aria-describedby={refusal ? id : undefined}
          aria-invalid={refusal ? true : undefined}
          placeholder="Any ID, email or IP address"
          value={text}
          maxLength={300}
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="search"
          onChange={(event) => {
            setText(event.target.value);
            setRefusal(undefined);
          }}
          className="h-8 pl-8"
        />
      </div>
      <FieldError id={id} message={refusal} />
    </form>
  );
}
