-- oldest program: 1
-- How a client asks, where it is not the standard way: JSON of ClientOpenid; NULL is pushed requests with a client secret.
ALTER TABLE client ADD COLUMN openid text;
