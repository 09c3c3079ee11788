import type { BodyConnection } from '@emc/contract';
import { Go } from '../parts/go.tsx';
import { ShapeMark } from '../parts/state-mark.tsx';
import { useWords, type Words } from '../words.ts';
import { tileLayout, type Place } from './province-tiles.ts';

const SHAPES = {
  connected: 'square-full',
  'partly-connected': 'square-half',
  'not-connected': 'square-hollow',
} as const;

/** The name of a place without what kind of place it is: `Thanh Hóa`. */
function shortName({ nameOf }: Words, body: BodyConnection): string {
  return nameOf(body)
    .replace(/^(Tỉnh|Thành phố) /, '')
    .replace(/ (Province|City)$/, '')
    .replace('Thừa Thiên Huế', 'TT. Huế')
    .replace('Thua Thien Hue', 'TT. Hue')
    .replace('Bà Rịa - Vũng Tàu', 'BR-VT')
    .replace('Ba Ria - Vung Tau', 'BR-VT');
}

const at = ([column, row]: Place, columns = 1) => ({ gridColumn: `${column + 1} / span ${columns}`, gridRow: row + 1 });

/** Provinces and cities as tiles of one size, by connection, on the map of the day. The list beside it is its table. */
export function TileMap({ bodies, asOf }: { bodies: readonly BodyConnection[]; asOf: string }) {
  const words = useWords();
  const { t, f } = words;
  const layout = tileLayout(asOf);
  const placed = bodies.filter(({ bodyCode }) => layout.places[bodyCode] !== undefined);
  const connected = placed.filter(({ state }) => state === 'connected').length;
  return (
    <figure className="tile-map">
      <figcaption>
        <h2>{t.bodies.map}</h2>
        <p className="sentence">{t.bodies.mapText(f.number(connected), f.number(placed.length))}</p>
        <p className="square-key">
          {(['connected', 'partly-connected', 'not-connected'] as const).map((state) => (
            <span key={state}>
              <ShapeMark shape={SHAPES[state]} /> {t.connection[state]}
            </span>
          ))}
        </p>
      </figcaption>
      <ul
        className="tiles-grid"
        style={{
          gridTemplateColumns: `repeat(${layout.columns}, 1fr)`,
          gridTemplateRows: `repeat(${layout.rows}, auto)`,
        }}
      >
        {placed.map((body) => (
          <li key={body.bodyCode} style={at(layout.places[body.bodyCode] ?? [0, 0])}>
            <Go
              className={`province province-${body.state}`}
              to={words.at.bodyConnection(body.bodyCode)}
              title={`${words.nameOf(body)}: ${t.connection[body.state]}`}
            >
              <span className="province-name">{shortName(words, body)}</span>
              <span className="province-code" aria-hidden="true">
                {body.bodyCode}
              </span>
              <span className="unseen">: {t.connection[body.state]}</span>
            </Go>
          </li>
        ))}
        {layout.archipelagos.map(({ name, of, place }) => {
          const owner = bodies.find(({ bodyCode }) => bodyCode === of);
          return (
            <li key={name} style={at(place, 2)} className="archipelago">
              <strong>{t.bodies[name]}</strong>
              {owner === undefined ? null : <span>({shortName(words, owner)})</span>}
            </li>
          );
        })}
      </ul>
    </figure>
  );
}
