"""What the server tells those who run it: a span and figures for each call, request, wait and cache, and a log line.

Every word that is told comes from the lists in this package and in `okx/observing.py`; none comes from a client, a
wallet or the service. That is why the SDK's own spans, which hold what clients send, are left alone: nobody hears them.
"""
