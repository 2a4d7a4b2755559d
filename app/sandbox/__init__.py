"""The sandbox: a draft played by the real services in a throw-away database with a simulated clock.

A trial makes a small world with one organisation of every kind and somebody in every role, publishes the draft there,
and lets years pass. Nothing in it touches what people work in.
"""
