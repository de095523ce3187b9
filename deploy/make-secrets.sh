#!/bin/sh
# Makes what deploy/compose.yaml hands to its containers, in deploy/secrets (or the folder that is named): an authority, a
# certificate for each of the two servers, passwords and keys. Keep a copy of the folder where you keep what must never be
# lost. Run again, it makes what is missing and changes nothing.
set -eu
umask 077
folder=${1:-$(dirname "$0")/secrets}
mkdir -p "$folder"
cd "$folder"

# A file that a broken run left half-written would be taken for whole: written beside, then moved.
keep() { [ -s "$1" ] || { cat > "$1.new"; mv "$1.new" "$1"; }; }
random() { openssl rand -base64 32; }
word() { openssl rand -hex 24; }

random | keep key-encryption-key
random | keep secret-pepper
random | keep nextauth-secret
word | keep database-password
word | keep redis-password

if [ ! -s authority.crt ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -days 3650 -subj "/CN=Gooclaim Auth, this installation" \
    -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign" \
    -keyout authority.key -out authority.crt.new 2>/dev/null
  mv authority.crt.new authority.crt
fi
for name in database redis; do
  [ -s "$name.crt" ] && continue
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name" -keyout "$name.key" -out "$name.csr" 2>/dev/null
  printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth\n' "$name" > "$name.ext"
  openssl x509 -req -in "$name.csr" -CA authority.crt -CAkey authority.key -CAcreateserial -sha256 -days 825 \
    -extfile "$name.ext" -out "$name.crt.new" 2>/dev/null
  rm "$name.csr" "$name.ext"
  mv "$name.crt.new" "$name.crt"
done

database=$(cat database-password)
redis=$(cat redis-password)
echo "postgres://gooclaim:$database@database/gooclaim?sslmode=verify-full&sslrootcert=/run/secrets/authority" | keep database-url
echo "rediss://:$redis@redis:6379/0" | keep redis-url
echo "user default on >$redis ~* &* +@all -@admin -@dangerous +info" | keep redis.acl
# Containers read them as other users; nobody else passes through this folder.
chmod 0644 -- *.crt database-url redis-url redis.acl key-encryption-key secret-pepper nextauth-secret database-password
chmod 0700 .
