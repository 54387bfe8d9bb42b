"""The crawlers of companies that build AI, by what they come for: the names that robots.txt knows them by.

Sources: the companies' own pages for site owners (OpenAI, Anthropic, Google, Apple, Amazon, Meta, Perplexity,
Mistral, DuckDuckGo, Common Crawl), and the list kept at github.com/ai-robots-txt.
"""

# To learn from what they read.
TRAINING = (
    *("AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot", "ClaudeBot"),
    *("cohere-ai", "cohere-training-data-crawler", "Diffbot", "FacebookBot", "Google-Extended", "GPTBot"),
    *("ICC-Crawler", "img2dataset", "meta-externalagent", "omgili", "PanguBot", "Timpibot"),
    *("VelenPublicWebCrawler", "webzio-extended"),
)
# To find it for the answers that they give, as a search engine does.
SEARCH = ("Amzn-SearchBot", "Claude-SearchBot", "meta-webindexer", "OAI-SearchBot", "PerplexityBot", "YouBot")
# To fetch a page for somebody who asks about it.
VISITS = (
    *("Amzn-User", "ChatGPT-User", "Claude-User", "DuckAssistBot", "meta-externalfetcher"),
    *("MistralAI-User", "Perplexity-User"),
)


def refused(*, training: bool, search: bool, visits: bool) -> tuple[str, ...]:
    """The crawlers that come for what is not allowed."""
    kinds = ((training, TRAINING), (search, SEARCH), (visits, VISITS))
    return tuple(name for allowed, names in kinds if not allowed for name in names)
