import { SIGN_IN_PATHS, type SignIn, signInAnswerSchema } from '@emc/contract';
import type { FastifyInstance } from 'fastify';
import { checkOrigin, type OwnAddress } from './guard/origin.ts';
import { addressOf } from './guard/shares.ts';

interface SignInMount extends OwnAddress {
  accounts: SignIn;
}

/**
 * Puts signing in below /api/auth: a few addresses, each by POST and from a page of our own only, also where no cookie
 * is sent, so that no other site can sign somebody in under an account of its choice.
 */
export function mountSignIn(app: FastifyInstance, { accounts, ...address }: SignInMount): void {
  for (const path of SIGN_IN_PATHS) {
    app.post(`/api/auth/${path}`, {
      onRequest: async (request) => checkOrigin(request, address),
      handler: async (request, reply) => {
        const { body, headers, socket } = request;
        const hasLeft = (): boolean => socket.destroyed;
        const clientAddress = addressOf(request);
        const { json, cookies } = await accounts.signIn({ path, body, headers, clientAddress, hasLeft });
        return reply
          .headers({ 'cache-control': 'no-store', 'set-cookie': cookies })
          .send(signInAnswerSchema.parse(json));
      },
    });
  }
}
