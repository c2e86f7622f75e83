/** Paths of the OpenID provider below the gate's origin; discovery publishes them. */
export const openidPaths = {
  authorization: "/openid/authorize",
  pushed_authorization_request: "/openid/request",
  token: "/openid/token",
  jwks: "/openid/keys",
} as const;
