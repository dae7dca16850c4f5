FROM python:3.13-slim AS build
# --build-arg SEMANTIC= leaves out what answers by meaning, some 130 MB.
ARG SEMANTIC=-semantic
WORKDIR /src
COPY requirements.lock requirements-semantic.lock pyproject.toml README.md LICENSE NOTICE ./
COPY bot bot
COPY knowledge knowledge
COPY prompts prompts
RUN python -m venv /opt/counterpoint \
 && /opt/counterpoint/bin/pip install --no-cache-dir --require-hashes -r requirements${SEMANTIC}.lock \
 && /opt/counterpoint/bin/pip install --no-cache-dir --no-deps .

FROM python:3.13-slim
RUN useradd --create-home counterpoint
COPY --from=build /opt/counterpoint /opt/counterpoint
USER counterpoint
WORKDIR /home/counterpoint
# The libraries of the servers; without a volume of its own they would go with the container.
RUN mkdir data
VOLUME /home/counterpoint/data
ENV PATH=/opt/counterpoint/bin:$PATH PYTHONUNBUFFERED=1
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
