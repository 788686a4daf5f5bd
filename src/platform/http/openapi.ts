/** The API described by itself: an OpenAPI 3.1 document from the route registry, and a page to read. */
import { z } from 'zod';
import type { Messages } from '../page';
import { problemCodes } from './problem';
import { route } from './route';
import type { Access, Route } from './types';

type Schema = Record<string, unknown>;

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Schema;
  return rest;
}

/** `/things/:id` -> `/things/{id}`. */
const templated = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

const permissionsOf = (access: Access): readonly string[] =>
  typeof access === 'string' ? [] : 'permission' in access ? [access.permission] : access.anyOf;

function parameters(where: 'path' | 'query', schema: z.ZodType | undefined): Schema[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as {
    properties?: Record<string, Schema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, of]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: of,
  }));
}

function operation(one: Route): Schema {
  const permissions = permissionsOf(one.access);
  const problem = {
    description: 'Problem (RFC 9457)',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  return {
    summary: one.summary,
    parameters: [...parameters('path', one.params), ...parameters('query', one.query)],
    ...(one.bodyKind === 'stream' ? { requestBody: { content: { 'application/octet-stream': {} } } } : {}),
    ...(one.body === undefined || one.bodyKind === 'stream'
      ? {}
      : {
          requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(one.body, 'input') } } },
        }),
    responses: {
      '200': {
        description: 'Done',
        ...(one.answer === undefined
          ? {}
          : { content: { 'application/json': { schema: jsonSchema(one.answer, 'output') } } }),
      },
      default: problem,
    },
    security: one.access === 'public' ? [] : [{ session: [] }],
    ...(permissions.length === 0 ? {} : { 'x-permissions': permissions }),
  };
}

/** The OpenAPI 3.1 document of the API routes among these. */
export function openApiDocument(routes: readonly Route[]): object {
  const paths: Record<string, Record<string, Schema>> = {};
  for (const one of routes.filter(({ kind }) => kind === 'api'))
    (paths[templated(one.path)] ??= {})[one.method] = operation(one);
  return {
    openapi: '3.1.0',
    info: { title: 'Preceptor', version: '1' },
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'session' } },
      schemas: {
        Problem: {
          type: 'object',
          required: ['type', 'title', 'status', 'code', 'requestId'],
          properties: {
            type: { type: 'string', format: 'uri' },
            title: { type: 'string' },
            status: { type: 'integer' },
            detail: { type: 'string' },
            code: { enum: Object.keys(problemCodes) },
            requestId: { type: 'string', format: 'uuid' },
            refusal: { type: 'string' },
            errors: {
              type: 'array',
              items: { type: 'object', properties: { pointer: { type: 'string' }, detail: { type: 'string' } } },
            },
          },
        },
      },
    },
  };
}

/** `/api/openapi.json` and `/api`. */
export function apiRoutes(routes: readonly Route[], messages: Messages): readonly Route[] {
  const api = routes.filter(({ kind }) => kind === 'api');
  const list = api.map((one) => ({
    method: one.method.toUpperCase(),
    path: one.path,
    summary: one.summary,
    access: accessInWords(one.access, messages),
  }));
  const problems = Object.entries(problemCodes).map(([code, status]) => ({
    code,
    status,
    title: messages.t(`http.problem.${code}.title`),
  }));
  return [
    route({
      method: 'get',
      path: '/api/openapi.json',
      kind: 'api',
      access: 'public',
      summary: 'This document',
      run: async () => ({ kind: 'json', body: openApiDocument(api) }),
    }),
    route({
      method: 'get',
      path: '/api',
      kind: 'page',
      access: 'public',
      summary: 'The API, to read',
      run: async () => ({ kind: 'page', view: 'platform/http/views/api.njk', model: { list, problems } }),
    }),
  ];
}

function accessInWords(access: Access, messages: Messages): string {
  if (typeof access === 'string') return messages.t(`http.api.access.${access}`);
  return messages.t('http.api.access.permission', { permissions: permissionsOf(access).join(', ') });
}
