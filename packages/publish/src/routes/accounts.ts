import {
  accountChangeSchema,
  accountListSchema,
  accountWithPasswordSchema,
  changedAccountSchema,
  newAccountSchema,
  whoAmISchema,
} from '@emc/contract';
import { z } from 'zod';
import { route } from '../route.ts';

const accountParams = z.strictObject({ id: z.string().min(1).max(64).describe('Id of an account') });

/** People who sign in. Signing in itself is below /api/auth; see docs/access.md. */
export const accountRoutes = [
  route({
    id: 'whoAmI',
    method: 'GET',
    path: '/me',
    tag: 'people',
    summary: { vi: 'Tài khoản đang đăng nhập', en: 'Who is signed in' },
    description: {
      vi: 'Chưa đổi mật khẩu lần đầu hoặc chưa thiết lập xác thực hai lớp thì chỉ được làm hai việc đó.',
      en: 'Until the first password is changed and the second factor is set up, nothing else is allowed.',
    },
    access: 'public',
    caching: 'never',
    errors: [],
    success: { status: 200, schema: whoAmISchema, description: { vi: 'Tài khoản', en: 'The account' } },
    handle: async ({ headers, services }) => ({ json: await services.accounts.whoAmI(headers) }),
  }),
  route({
    id: 'listAccounts',
    method: 'GET',
    path: '/accounts',
    tag: 'people',
    summary: { vi: 'Các tài khoản', en: 'The accounts' },
    access: { roles: ['operator', 'committee'] },
    caching: 'never',
    errors: [],
    success: { status: 200, schema: accountListSchema, description: { vi: 'Danh sách tài khoản', en: 'The accounts' } },
    handle: async ({ services }) => ({ json: await services.accounts.listAccounts() }),
  }),
  route({
    id: 'addAccount',
    method: 'POST',
    path: '/accounts',
    tag: 'people',
    summary: { vi: 'Tạo một tài khoản', en: 'Make an account' },
    description: {
      vi: 'Trả về mật khẩu lần đầu, chỉ hiện một lần; người dùng phải đổi khi đăng nhập lần đầu.',
      en: 'Answers with a first password, shown this once; it must be changed at the first sign-in.',
    },
    access: { roles: ['operator'] },
    caching: 'never',
    body: newAccountSchema,
    errors: ['body-unknown', 'account-email-taken'],
    success: {
      status: 201,
      schema: accountWithPasswordSchema,
      description: { vi: 'Đã tạo', en: 'Made' },
    },
    handle: async ({ body, services }) => ({ json: await services.accounts.addAccount(body) }),
  }),
  route({
    id: 'changeAccount',
    method: 'PATCH',
    path: '/accounts/{id}',
    tag: 'people',
    summary: {
      vi: 'Khóa, mở khóa một tài khoản, cấp lại mật khẩu hoặc bỏ xác thực hai lớp',
      en: 'Disable or enable an account, give it a new password, or take its second factor away',
    },
    description: {
      vi: 'Mọi phiên đăng nhập của tài khoản chấm dứt ngay.',
      en: 'All sessions of the account end at once.',
    },
    access: { roles: ['operator'] },
    caching: 'never',
    params: accountParams,
    body: accountChangeSchema,
    errors: ['account-unknown'],
    success: {
      status: 200,
      schema: changedAccountSchema,
      description: { vi: 'Tài khoản sau khi sửa', en: 'The account as it is now' },
    },
    handle: async ({ params, body, services }) => ({ json: await services.accounts.changeAccount(params.id, body) }),
  }),
];
