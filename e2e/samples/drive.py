# What each driver does with the kept sample of its language: fifty callers at once, a wait until the token is another
# one, twenty calls of an API that has just refused it, and one of an API that refuses any.
from concurrent.futures import ThreadPoolExecutor

issuer = os.environ["ISSUER"]
tokens = Tokens(issuer, os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"])
pool = ThreadPoolExecutor(50)
got = set(pool.map(lambda _: tokens.get(), range(50)))
print(len(got))
while tokens.get() in got:
    time.sleep(0.02)
print(*sorted({answer.status_code for answer in pool.map(lambda _: tokens.call("GET", issuer + "/api"), range(20))}))
print(tokens.call("GET", issuer + "/never").status_code)
