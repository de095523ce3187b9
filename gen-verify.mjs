import { createRemoteJWKSet, jwtVerify } from 'jose'; // npm install jose

const keys = createRemoteJWKSet(new URL("http://localhost:4777/.well-known/jwks.json"));

const { payload } = await jwtVerify(process.env.TOKEN ?? '', keys, {
  issuer: "http://localhost:4777",
  audience: "gooclaim-api",
  algorithms: ['RS256'],
  typ: "JWT",
  requiredClaims: ['exp', 'iat', 'sub'],
});
console.log(payload);