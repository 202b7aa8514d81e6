import type { SchemaCase } from './schema-case.ts';

const UUID = '123e4567-e89b-42d3-a456-426614174000';
const format = (name: string) => ({ type: 'string', format: name });

/** The formats of texts. */
export const FORMAT_CASES: SchemaCase[] = [
  { what: 'a format nobody knows', schema: format('colour'), accepted: ['x'], refused: [] },
  {
    what: 'byte',
    schema: format('byte'),
    accepted: ['YQ==', 'YWJj'],
    refused: ['YQ=', 'Y-_j', ''],
  },
  {
    what: 'date',
    schema: format('date'),
    accepted: ['2024-02-29'],
    refused: ['2023-02-29', '2024-2-1', '2024-13-01', 'x'],
  },
  {
    what: 'date-time',
    schema: format('date-time'),
    accepted: ['2024-02-29T12:00:00Z', '2024-01-01t00:00:00.5+01:00'],
    refused: ['2024-01-01', '2024-01-01T24:00:00Z', '2024-01-01T00:00:00', '2023-02-29T00:00:00Z'],
  },
  {
    what: 'duration',
    schema: format('duration'),
    accepted: ['1h30m', '-1.5s', '.5h', '0', '2 days', '1 week', 'in 3 min'],
    refused: ['', 'P1Y', '1', '5 x'],
  },
  {
    what: 'ipv4',
    schema: format('ipv4'),
    accepted: ['10.0.0.1', '010.0.0.1', '::ffff:1.2.3.4'],
    refused: ['10.0.0', '256.0.0.1', 'x'],
  },
  {
    what: 'ipv6',
    schema: format('ipv6'),
    accepted: ['::1', 'fd00::a:1'],
    refused: ['10.0.0.1', ':::', 'fe80::1%eth0'],
  },
  {
    what: 'cidr',
    schema: format('cidr'),
    accepted: ['10.0.0.0/8', 'fd00::/64', '10.0.0.1/32'],
    refused: ['10.0.0.0', '10.0.0.0/33', 'fd00::/129', '10.0.0.0/8/8', '10.0.0.0/ 8'],
  },
  {
    what: 'uuid',
    schema: format('uuid'),
    accepted: [UUID, UUID.toUpperCase(), UUID.replaceAll('-', '')],
    refused: [`urn:uuid:${UUID}`, 'x'],
  },
  { what: 'uuid4', schema: format('uuid4'), accepted: [UUID], refused: [UUID.replace('-4', '-3')] },
];
