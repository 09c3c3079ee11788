import { useEffect, useRef, type ReactNode } from 'react';

/** The first page that is opened leaves the focus where the browser put it; every later one takes it to its heading. */
let opened = false;

/** The heading of a page: names the tab, and tells screen readers that another page is there. */
export function PageTitle({
  title,
  above,
  lead,
  children,
}: {
  title: string;
  above?: ReactNode;
  lead?: ReactNode;
  children?: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · EMC`;
  }, [title]);
  useEffect(() => {
    if (opened) heading.current?.focus({ preventScroll: true });
    opened = true;
  }, []);
  return (
    <header className="page-title">
      {above === undefined ? null : <div className="page-above">{above}</div>}
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {lead === undefined ? null : <p className="lead">{lead}</p>}
      {children}
    </header>
  );
}
