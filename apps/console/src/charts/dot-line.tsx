import { useState, type KeyboardEvent } from 'react';
import { useRouter } from '@tanstack/react-router';
import type { Group } from '../parts/groups.ts';
import { placeDots } from './dot-places.ts';
import { useWidth } from './width.ts';

interface Dot {
  key: string;
  name: string;
  /** 0 to 1. */
  value: number;
  group: Group;
  /** Hollow when not. */
  connected: boolean;
  /** Where a press leads. */
  to: string;
}

interface DotLineProps {
  dots: readonly Dot[];
  goal: number | null;
  goalName: string;
  sentence: string;
  write: (value: number) => string;
  writeAxis: (value: number) => string;
}

const RADIUS_PX = 5.5;
const STEP_PX = 12.5;
const SIDE_PX = 14;
const TOP_PX = 26;
const AXIS_PX = 20;
const MOST_ROWS = 11;

/** Every body as one mark on a line from 0 to 100 %: ministries are diamonds above it, provinces circles below. */
export function DotLine({ dots, goal, goalName, sentence, write, writeAxis }: DotLineProps) {
  const [box, width_px] = useWidth<HTMLDivElement>();
  const [at, setAt] = useState<string | null>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const { history } = useRouter();
  const x = (value: number) => SIDE_PX + Math.min(1, Math.max(0, value)) * (width_px - 2 * SIDE_PX);
  const sorted = dots.toSorted((a, b) => a.value - b.value || a.key.localeCompare(b.key));
  const placed = (['ministries', 'provinces'] as const).flatMap((group) => {
    const members = sorted.filter((dot) => dot.group === group);
    const places = placeDots(
      members.map(({ value }) => x(value)),
      STEP_PX,
      MOST_ROWS,
    );
    return members.map((dot, index) => ({ dot, ...(places[index] ?? { x_px: 0, row: 0 }) }));
  });
  const rows = (group: Group) =>
    1 + Math.max(0, ...placed.filter(({ dot }) => dot.group === group).map(({ row }) => row));
  const middle_px = TOP_PX + rows('ministries') * STEP_PX + 4;
  const height_px = middle_px + AXIS_PX + rows('provinces') * STEP_PX + 8;
  const y = (group: Group, row: number) =>
    group === 'ministries' ? middle_px - 10 - row * STEP_PX : middle_px + AXIS_PX + 8 + row * STEP_PX;
  const near = placed.find(({ dot }) => dot.key === at);
  const stop = current !== null && dots.some(({ key }) => key === current) ? current : sorted[0]?.key;
  const order = sorted.map(({ key }) => key);

  const move = (event: KeyboardEvent<SVGSVGElement>) => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = order[Math.min(order.length - 1, Math.max(0, order.indexOf(stop ?? '') + step))];
    if (next === undefined) return;
    setCurrent(next);
    event.currentTarget.querySelector<SVGAElement>(`[data-key="${next}"]`)?.focus();
  };

  return (
    <div className="dot-line" ref={box} style={{ height: height_px }}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- its links take the arrow keys together */}
      <svg width={width_px} height={height_px} role="group" aria-label={sentence} onKeyDown={move}>
        {goal === null ? null : (
          <g className="dot-goal" aria-hidden="true">
            <rect x={x(goal)} width={x(1) - x(goal) + SIDE_PX} y={TOP_PX - 6} height={height_px - TOP_PX + 6} />
            <line x1={x(goal)} x2={x(goal)} y1={TOP_PX - 6} y2={height_px} />
            <text x={x(goal)} y={14} textAnchor={goal > 0.6 ? 'end' : 'start'}>
              {goalName}
            </text>
          </g>
        )}
        <DotAxis x={x} y_px={middle_px} writeAxis={writeAxis} narrow={width_px < 480} />
        {placed.map(({ dot, x_px, row }) => (
          <a
            key={dot.key}
            href={dot.to}
            data-key={dot.key}
            tabIndex={dot.key === stop ? 0 : -1}
            aria-label={`${dot.name}: ${write(dot.value)}`}
            className={`dot dot-${dot.group} ${dot.connected ? '' : 'is-hollow'} ${dot.key === at ? 'is-near' : ''}`}
            onPointerEnter={() => setAt(dot.key)}
            onPointerLeave={() => setAt(null)}
            onFocus={() => {
              setAt(dot.key);
              setCurrent(dot.key);
            }}
            onBlur={() => setAt(null)}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
              event.preventDefault();
              history.push(dot.to);
            }}
          >
            <DotShape group={dot.group} x={x_px} y={y(dot.group, row)} />
          </a>
        ))}
      </svg>
      {near === undefined ? null : (
        <div
          className={`near-box ${near.x_px > width_px / 2 ? 'is-left' : ''}`}
          style={{ left: near.x_px, top: Math.max(0, y(near.dot.group, near.row) - 22) }}
          aria-hidden="true"
        >
          <span>{near.dot.name}</span>
          <strong>{write(near.dot.value)}</strong>
        </div>
      )}
    </div>
  );
}

function DotShape({ group, x, y }: { group: Group; x: number; y: number }) {
  return group === 'provinces' ? (
    <circle cx={x} cy={y} r={RADIUS_PX - 0.5} />
  ) : (
    <path d={`M${x} ${y - RADIUS_PX}l${RADIUS_PX} ${RADIUS_PX}-${RADIUS_PX} ${RADIUS_PX}-${RADIUS_PX}-${RADIUS_PX}z`} />
  );
}

function DotAxis({
  x,
  y_px,
  writeAxis,
  narrow,
}: {
  x: (value: number) => number;
  y_px: number;
  writeAxis: (value: number) => string;
  narrow: boolean;
}) {
  const ticks = narrow ? [0, 0.5, 1] : [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
  return (
    <g className="axis" aria-hidden="true">
      <line className="axis-floor" x1={x(0)} x2={x(1)} y1={y_px} y2={y_px} />
      {ticks.map((tick) => (
        <g key={tick}>
          <line className="axis-floor" x1={x(tick)} x2={x(tick)} y1={y_px - 3} y2={y_px + 3} />
          <text x={x(tick)} y={y_px + 16} textAnchor={tick === 0 ? 'start' : tick === 1 ? 'end' : 'middle'}>
            {writeAxis(tick)}
          </text>
        </g>
      ))}
    </g>
  );
}
